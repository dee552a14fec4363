package io.sluice.topology.machine;

import io.sluice.topology.sink.OutcomeChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;

/** Keeps what was written to {@code outcomes} until the test delivers it. */
final class FakeLog implements OutcomeChannel {

    private final List<Message> messages = new ArrayList<>();

    /** One message and the partition it was written to. */
    record Message(int partition, String key, Bytes value) {}

    @Override
    public CompletableFuture<Void> publish(int partition, byte[] key, byte[] value) {
        messages.add(new Message(partition, new String(key, StandardCharsets.UTF_8), Bytes.wrap(value)));
        return CompletableFuture.completedFuture(null);
    }

    /** Hands over what was written since. */
    List<Message> take() {
        List<Message> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    void restore(List<Message> taken) {
        messages.addAll(taken);
    }
}
