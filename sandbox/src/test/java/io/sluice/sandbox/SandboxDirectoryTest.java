package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void shouldBelongToOneSandboxAtATime() throws IOException {
        try (SandboxDirectory first = SandboxDirectory.open(folder)) {
            assertThatThrownBy(() -> SandboxDirectory.open(first.path()))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("The data directory " + folder
                            + " is used by another sandbox; stop that one or choose another directory.");
        }
        SandboxDirectory.open(folder).close();
    }

    @Test
    void shouldSayThatItCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> SandboxDirectory.open(file.resolve("data")))
                .isInstanceOf(SandboxException.class)
                .hasMessageStartingWith("The data directory " + file.resolve("data") + " cannot be written (")
                .hasMessageEndingWith("; choose another one.");
    }

    @Test
    void shouldDeleteWhatIsTemporaryAndKeepWhatWasGiven() throws IOException {
        SandboxDirectory given = SandboxDirectory.open(folder.resolve("given"));
        SandboxDirectory temporary = SandboxDirectory.open(null);
        Files.createDirectories(temporary.path().resolve("some/data"));

        given.close();
        temporary.close();

        assertThat(given.path()).exists();
        assertThat(temporary.path()).doesNotExist();
    }

    @Test
    void shouldKeepNothingOfATemporaryFolderButItsLogs() throws IOException {
        SandboxDirectory temporary = SandboxDirectory.open(null);
        Files.createDirectories(temporary.path().resolve("some/data"));
        Path log = temporary.log("part");
        Files.createDirectories(temporary.path().resolve("logs"));
        Files.writeString(log, "why it failed");

        temporary.keepLogs();
        temporary.close();

        assertThat(temporary.path().toFile().list()).containsExactly("logs");
        assertThat(log).hasContent("why it failed");
        Folders.delete(temporary.path());
    }
}
