package io.sluice.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class PostgresIT {
    @Test
    void shouldKeepWhatWasCommittedWhenKilledAndStartedAgain(Sandbox sandbox) throws SQLException {
        Postgres postgres = sandbox.postgres();
        postgres.createDatabase("kept_cases");
        postgres.createDatabase("kept_cases");
        String url = postgres.jdbcUrl("kept_cases");
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

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, Postgres.USER, "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
