package io.sluice.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.demo.Demo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoIT {

    private static final Path CATALOG =
            Path.of("../examples/enforcement-notice/catalog.yaml").toAbsolutePath();

    @Test
    void shouldHoldEveryExpectationOfTheDemo() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        boolean well;
        try (World world = World.start(WorldOptions.of(SandboxOptions.defaults(), CATALOG))) {
            well = new Demo(world, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();
        }
        assertThat(well).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
    }
}
