package io.sluice.sandbox.process;

import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command line of a Java program in a process of its own: the same Java and, unless told otherwise, the same class path as this one.
 *
 * <pre>{@code
 * ManagedProcess app = JavaProcess.of("io.sluice.cli.Main").heap("512m").arguments("run").as("application")
 *         .log(logs.resolve("application.log")).readyWhen(Readiness.line("ready")).start();
 * }</pre>
 */
public final class JavaProcess {
    private final String mainClass;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private String classPath = System.getProperty("java.class.path", "");

    private JavaProcess(String mainClass) {
        this.mainClass = mainClass;
    }

    public static JavaProcess of(String mainClass) {
        return new JavaProcess(mainClass);
    }

    /** The largest heap, as after {@code -Xmx}: for example {@code 512m}. */
    public JavaProcess heap(String size) {
        return options("-Xmx" + size);
    }

    /** Options of the virtual machine. */
    public JavaProcess options(String... more) {
        options.addAll(Arrays.asList(more));
        return this;
    }

    /** A system property; it shows on the command line, so no secrets here. */
    public JavaProcess property(String name, String value) {
        return options("-D" + name + "=" + value);
    }

    /** Where its libraries unpack what they need: a killed process leaves that behind. Created if it is not there. */
    public JavaProcess temporaryFiles(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new SandboxException("The directory " + directory + " cannot be created: " + e.getMessage(), e);
        }
        return property("java.io.tmpdir", directory.toAbsolutePath().toString());
    }

    public JavaProcess arguments(String... more) {
        arguments.addAll(Arrays.asList(more));
        return this;
    }

    /** Another class path than this process's own. */
    public JavaProcess classPath(Path... entries) {
        this.classPath = String.join(
                System.getProperty("path.separator", ":"),
                Arrays.stream(entries).map(Path::toString).toList());
        return this;
    }

    /** The process to start, with a name for messages. The class path travels in the environment: command lines stay short. */
    public ManagedProcess.Builder as(String name) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(options);
        command.add(mainClass);
        command.addAll(arguments);
        return ManagedProcess.of(name, command).environment("CLASSPATH", classPath);
    }
}
