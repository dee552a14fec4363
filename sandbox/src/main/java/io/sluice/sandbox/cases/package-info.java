/** The case service: a business application of its own, with its own tables, that proposes notices and learns of their end. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.cases;
