/** Configuration of the application: one table of settings, where their values come from, and what they must be. */
@org.jspecify.annotations.NullMarked
package io.sluice.config;
