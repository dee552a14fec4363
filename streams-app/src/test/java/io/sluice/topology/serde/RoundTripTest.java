package io.sluice.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.audit.JournalEntry;
import io.sluice.catalog.CatalogRecord;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Operation;
import io.sluice.saga.Output.PublishIntegrationEvent;
import io.sluice.saga.Saga;
import io.sluice.saga.SideEffect;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    private static final int INSTANCES = 300;
    private static final Codecs CODECS = new Codecs(new InMemoryRegistry(), "sluice.");

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void shouldReadBackWhatWasWritten(Type<?> type) throws UndecodableException {
        for (int seed = 0; seed < INSTANCES; seed++) {
            assertRoundTrip(type, new RandomRecords(seed));
        }
    }

    @Test
    void shouldWriteEveryKindOfJournalEvent() throws UndecodableException {
        Set<String> written = new HashSet<>();
        RandomRecords random = new RandomRecords(1);
        for (int i = 0; i < 4 * INSTANCES; i++) {
            JournalEntry entry = random.next(JournalEntry.class);
            assertThat(CODECS.journal().fromBytes(CODECS.journal().toBytes(entry)))
                    .isEqualTo(entry);
            for (JournalEntry.Fact fact : entry.facts()) {
                Object happened = fact instanceof JournalEntry.OfSaga ofSaga ? ofSaga.event() : fact;
                written.add(happened.getClass().getSimpleName());
            }
        }

        int branches = io.sluice.schemas.JournalEntry.getClassSchema()
                .getField("facts")
                .schema()
                .getElementType()
                .getTypes()
                .size();
        assertThat(written).hasSize(branches);
    }

    @Test
    void shouldKeepTheOrderOfMaps() throws UndecodableException {
        RandomRecords random = new RandomRecords(2);
        for (int i = 0; i < INSTANCES; i++) {
            byte[] once = CODECS.intent().toBytes(random.next(Intent.class));
            byte[] twice = CODECS.intent().toBytes(CODECS.intent().fromBytes(once));

            assertThat(twice).isEqualTo(once);
        }
    }

    private static <T> void assertRoundTrip(Type<T> type, RandomRecords random) throws UndecodableException {
        T value = random.next(type.type());
        byte[] bytes = type.toBytes().apply(value);

        assertThat(bytes[0]).isZero();
        assertThat(type.fromBytes().apply(bytes)).isEqualTo(value);
    }

    static Stream<Type<?>> types() {
        return Stream.of(
                own(CatalogRecord.class, CODECS.catalog()),
                own(OutcomeMessage.class, CODECS.outcome()),
                own(Intent.class, CODECS.intent()),
                own(JournalEntry.class, CODECS.journal()),
                own(PublishIntegrationEvent.class, CODECS.integrationEvent()),
                own(SideEffect.class, CODECS.sideEffect()),
                own(CommandResult.class, CODECS.commandResult()),
                own(DeadLetter.class, CODECS.deadLetter()),
                own(Saga.class, CODECS.saga()),
                inbound(Command.class, CODECS.command()),
                inbound(ReviewerDecision.class, CODECS.decision()),
                inbound(Operation.class, CODECS.operation()));
    }

    private static <T> Type<T> own(Class<T> type, AvroSerde<T> serde) {
        return new Type<>(type, serde::toBytes, serde::fromBytes);
    }

    private static <T> Type<T> inbound(Class<T> type, InboundCodec<T> codec) {
        return new Type<>(type, codec::toBytes, bytes -> codec.fromBytes(bytes, Instant.EPOCH));
    }

    record Type<T>(Class<T> type, ToBytes<T> toBytes, FromBytes<T> fromBytes) {
        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    interface ToBytes<T> {
        byte[] apply(T value);
    }

    interface FromBytes<T> {
        T apply(byte[] bytes) throws UndecodableException;
    }
}
