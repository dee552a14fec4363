/** The views: the journal folded into rows, histories and indexes that interactive queries read. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.views;
