/** The claim ledger's topology: one processor and one store around the pure core, by the key of what is claimed. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.claims;
