/** Who proposes: signed tokens, and what they prove. */
@org.jspecify.annotations.NullMarked
package io.sluice.identity;
