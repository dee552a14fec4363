/** Tests of who may say who proposes. */
@org.jspecify.annotations.NullMarked
package io.sluice.identity;
