package io.sluice.bench.policy;

import io.sluice.cli.Failure;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;

/** {@code sluice bench policy}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description =
                "Measures with JMH how long a policy of 200 rules takes to decide, to compile, and to get from another task.")
public final class PolicyBenchCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        try {
            new Runner(new OptionsBuilder()
                            .include(PolicyBenchmark.class.getName())
                            .build())
                    .run();
            return 0;
        } catch (RunnerException e) {
            throw new Failure("The benchmark could not run: " + e.getMessage());
        }
    }
}
