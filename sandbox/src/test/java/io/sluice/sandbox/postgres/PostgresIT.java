package io.sluice.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.process.FreePorts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresIT {
    private static final Path HOME = Path.of("target");

    @TempDir
    Path directory;

    @Test
    void shouldKeepWhatWasCommittedWhenKilledAndStartedAgain() throws SQLException {
        try (Postgres postgres = start()) {
            postgres.createDatabase("cases");
            postgres.createDatabase("cases");
            String url = postgres.jdbcUrl("cases");
            try (Connection connection = DriverManager.getConnection(url, Postgres.USER, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id INT)");
                statement.execute("INSERT INTO kept VALUES (7)");

                postgres.process().kill();
            }
            postgres.process().start();

            assertThat(query(url, "SELECT id FROM kept")).isEqualTo("7");
            assertThat(query(url, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    private Postgres start() {
        return Postgres.start(
                HOME, directory.resolve("database"), new FreePorts().next(), directory.resolve("database.log"));
    }

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, Postgres.USER, "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
