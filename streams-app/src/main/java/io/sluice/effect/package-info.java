/** One side effect: its type, its status, its attempts, the intent that permits an attempt and the outcome that answers it. */
@org.jspecify.annotations.NullMarked
package io.sluice.effect;
