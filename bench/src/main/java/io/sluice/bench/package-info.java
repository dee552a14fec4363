/** Workload S3 end to end, and the same calls in a bare loop, in one run: speed is quoted as their ratio. */
@org.jspecify.annotations.NullMarked
package io.sluice.bench;
