package io.sluice.sandbox.simulation.world;

import java.util.ArrayList;
import java.util.List;

/** One partition of one topic. What was aborted and the markers of transactions take offsets too, so offsets have gaps. */
final class TopicLog {

    private final List<Entry> entries = new ArrayList<>();
    private long nextOffset;

    /** One record that can be read. */
    record Entry(long offset, Inbound record) {}

    void append(Inbound record) {
        entries.add(new Entry(nextOffset++, record));
    }

    /** Offsets that no reader will ever see. */
    void skip(long offsets) {
        nextOffset += offsets;
    }

    /** How many records can be read. */
    int size() {
        return entries.size();
    }

    Entry entry(int index) {
        return entries.get(index);
    }
}
