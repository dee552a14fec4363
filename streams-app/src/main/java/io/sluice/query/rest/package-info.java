/** The REST API: paths, parameters, bodies and problem documents around {@link io.sluice.query}. */
@org.jspecify.annotations.NullMarked
package io.sluice.query.rest;
