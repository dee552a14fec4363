package io.sluice.topology.claims;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The ledger's one processor. Kafka Streams may use a resumed one again, so that all it holds lives in its task. */
final class LedgerProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final LedgerEnvironment environment;
    private @Nullable LedgerTask task;

    LedgerProcessor(LedgerEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        task = new LedgerTask(environment, context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (task == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        task.process(record);
    }

    @Override
    public void close() {
        LedgerTask ended = task;
        task = null;
        if (ended != null) {
            ended.close();
        }
    }
}
