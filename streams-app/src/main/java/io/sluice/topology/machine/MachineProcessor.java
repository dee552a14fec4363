package io.sluice.topology.machine;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The machine's one processor. Kafka Streams may use a resumed one again, so that all it holds lives in its task. */
final class MachineProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final MachineEnvironment environment;
    private @Nullable MachineTask task;

    MachineProcessor(MachineEnvironment environment) {
        this.environment = environment;
    }

    /** Begins a life in which nothing of an earlier one is left. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        task = new MachineTask(environment, context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        task().process(record);
    }

    /** Cannot tell a clean end from a failure, and what it forwards is lost: so it only says what was not called. */
    @Override
    public void close() {
        MachineTask ended = task;
        task = null;
        if (ended != null) {
            ended.close();
        }
    }

    private MachineTask task() {
        if (task == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        return task;
    }
}
