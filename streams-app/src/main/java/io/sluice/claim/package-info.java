/** The claim ledger: what several sagas compete for, each under its own key, as decisions and the fold over its journal. */
@org.jspecify.annotations.NullMarked
package io.sluice.claim;
