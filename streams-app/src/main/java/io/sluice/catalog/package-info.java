/** The catalog: tool contracts and saga definitions, and how they render a request from a command. */
@org.jspecify.annotations.NullMarked
package io.sluice.catalog;
