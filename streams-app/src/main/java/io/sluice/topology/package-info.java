/** The streaming shell: names of topics and stores, what must stand before a start, and the two Kafka Streams applications. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology;
