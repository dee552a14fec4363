/** What makes two proposals the same: canonical JSON and hashes over it. */
@org.jspecify.annotations.NullMarked
package io.sluice.idempotency;
