package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CommandMessageTest {
    @Test
    void shouldTellAvroFromJsonByTheFirstByte() {
        assertThat(CommandMessage.avro("case-1", new byte[] {0, 0, 0, 0, 1, 42}).isAvro())
                .isTrue();
        assertThat(CommandMessage.json("case-1", "{\"tool\":\"notice.send\"}").isAvro())
                .isFalse();
    }

    @Test
    void shouldRejectAvroThatIsNotInTheConfluentWireFormat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandMessage.avro("case-1", new byte[] {2, 4}))
                .withMessageContaining("case-1")
                .withMessageContaining("wire format");
    }

    @Test
    void shouldRejectACommandWithoutAKeyOrWithoutContent() {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandMessage.json("", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandMessage.json("case-1", ""));
    }

    @Test
    void shouldKeepItsBytesToItself() {
        byte[] bytes = {0, 0, 0, 0, 1, 42};
        CommandMessage command = CommandMessage.avro("case-1", bytes);
        bytes[5] = 7;
        command.value()[5] = 8;
        assertThat(command.value()).containsExactly(0, 0, 0, 0, 1, 42);
    }
}
