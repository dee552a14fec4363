package io.sluice.topology.serde;

/** Maps one kind of value between the core's types and Avro's generic ones; neither side is null here. */
interface ValueMapper {

    Object toAvro(Object value);

    /**
     * The core's value.
     *
     * @throws IllegalArgumentException when the value cannot be held by the core's type
     */
    Object fromAvro(Object value);
}
