/** Questions to the views and input through the front door, whichever instance is asked. */
@org.jspecify.annotations.NullMarked
package io.sluice.query;
