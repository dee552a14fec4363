/** Who proposes, and who reviews, operates and configures: signed tokens, and what they prove. */
@org.jspecify.annotations.NullMarked
package io.sluice.identity;
