/** The one boundary between the core's records and bytes: Avro in the Confluent wire format, or JSON for what comes in. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.serde;
