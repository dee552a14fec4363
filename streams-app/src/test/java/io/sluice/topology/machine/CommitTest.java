package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitTest {

    private final TaskFixture task = new TaskFixture();

    @AfterEach
    void close() {
        task.close();
    }

    @Test
    void shouldAskForACommitAtOnceWhileFewAttemptsAreUnderWay() {
        started();

        task.propose(Samples.command("book", "s1", task.clock.instant()));

        assertThat(task.committed()).isTrue();
    }

    @Test
    void shouldLeaveTheCommitToTheIntervalWhenManyAttemptsAreUnderWay() {
        started();
        for (int i = 0; i < 2; i++) {
            task.propose(Samples.command("book", "s" + i, task.clock.instant()));
        }
        assertThat(task.committed()).isTrue();

        task.propose(Samples.command("book", "one-more", task.clock.instant()));

        assertThat(task.committed()).isFalse();
    }

    @Test
    void shouldNotCommitOneByOneWhatStartsNothing() {
        started();

        task.propose(Samples.command("unknown", "s1", task.clock.instant()));
        task.propose(Samples.command("send", "waits-for-approval", task.clock.instant()));

        assertThat(task.committed()).isFalse();
    }

    private void started() {
        task.start("life-1");
        task.deliver();
        task.applyCatalog();
        task.committed();
    }
}
