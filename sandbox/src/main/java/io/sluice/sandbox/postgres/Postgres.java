package io.sluice.sandbox.postgres;

import io.sluice.sandbox.Folders;
import io.sluice.sandbox.SandboxException;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL server with a directory of its own and logical decoding; what was committed survives stops and kills. */
public final class Postgres implements AutoCloseable {
    /** Its superuser. The server trusts whoever connects from this machine, and listens to nobody else. */
    public static final String USER = "sluice";

    private static final String FIRST_DATABASE = "postgres";

    private final ManagedProcess process;
    private final int port;

    private Postgres(ManagedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server.
     *
     * @param home where its programs are unpacked, once for all servers
     * @param directory for its data; created on the first start and kept when it ends
     * @param port for clients, on the loopback interface
     * @param log the file for its output
     */
    public static Postgres start(Path home, Path directory, int port, Path log) {
        Path programs = PostgresBinaries.unpackInto(home).resolve("bin");
        List<String> asUser = OrdinaryUser.prefix();
        if (!Files.exists(directory.resolve("PG_VERSION"))) {
            initialise(asUser, programs, directory, log);
        }
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                directory.toAbsolutePath().toString(),
                "-p",
                Integer.toString(port)));
        List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "wal_level=logical",
                        "max_wal_senders=10",
                        "max_replication_slots=10",
                        "shared_buffers=64MB",
                        "timezone=UTC")
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        ManagedProcess process = ManagedProcess.of("database", command)
                .log(log)
                .readyWhen(Readiness.line("ready to accept connections"))
                .stoppedBy("INT", Duration.ofSeconds(10))
                .start();
        return new Postgres(process, port);
    }

    /** Creates a database if it is not there yet. */
    public void createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(FIRST_DATABASE), USER, "");
                Statement statement = connection.createStatement()) {
            String literal = statement.enquoteLiteral(name);
            try (var found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = " + literal)) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        } catch (SQLException e) {
            throw new SandboxException("The database " + name + " could not be created: " + e.getMessage() + ".", e);
        }
    }

    /** The address of one of its databases; connect as {@link #USER} with any password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    /** The process, to stop, kill, freeze and restart it. */
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    /** Beside its place and then moved there, so that an interrupted initialisation is never mistaken for a database. */
    private static void initialise(List<String> asUser, Path programs, Path directory, Path log) {
        Path beside = directory.resolveSibling(directory.getFileName() + ".new").toAbsolutePath();
        try {
            Folders.delete(beside);
            runInitialisation(asUser, programs, beside, log);
            Files.move(beside, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SandboxException(
                    "The database's directory " + directory + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static void runInitialisation(List<String> asUser, Path programs, Path directory, Path log) {
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + directory,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions"));
        ManagedProcess initialisation =
                ManagedProcess.of("database's initialisation", command).log(log).start();
        if (!initialisation.awaitExit(Duration.ofSeconds(60)) || initialisation.exitCode() != 0) {
            initialisation.kill();
            throw new SandboxException(
                    "The database's directory " + directory + " could not be initialised; see " + log + ".");
        }
    }
}
