@org.jspecify.annotations.NullMarked
package io.sluice.saga.machine;
