package io.sluice.relay;

import io.sluice.relay.RelayConfig.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections that notice within seconds when the other side is gone. */
final class Postgres {
    private static final String SERVER_NOTICES_DEAD_CLIENT =
            "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    private Postgres() {}

    static Connection connect(Database database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("ApplicationName", "sluice-relay");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("options", SERVER_NOTICES_DEAD_CLIENT);
        String url = "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name();
        return DriverManager.getConnection(url, properties);
    }
}
