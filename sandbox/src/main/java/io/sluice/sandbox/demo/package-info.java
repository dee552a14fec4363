/** The demo: one workflow, four times, each with what the provider really received. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.demo;
