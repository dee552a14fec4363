package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.sluice.sandbox.SandboxException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server of the simulated providers; to be embedded, or run by {@link SimulatorMain}. */
public final class ProviderSimulator implements AutoCloseable {
    private final Server server;
    private final URI address;

    private ProviderSimulator(Server server, URI address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts the simulator on the loopback interface.
     *
     * @param port for requests; 0 for a free one
     */
    public static ProviderSimulator start(int port, ProviderSettings settings) {
        ObjectMapper json = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        Simulation simulation = new Simulation(InstantSource.system(), settings, ProviderSimulator::pause);
        ControlApi control = new ControlApi(json, simulation);
        return start(
                port,
                new SimulatorHandler(
                        json,
                        request -> request.path().startsWith(ControlApi.PREFIX)
                                ? new Simulation.Turn(false, () -> control.answer(request))
                                : simulation.turn(request)));
    }

    /** Starts a server of another provider's API, without the control API. */
    static ProviderSimulator start(Function<SimulatedRequest, Answer> api) {
        return start(
                0,
                new SimulatorHandler(
                        new ObjectMapper(), request -> new Simulation.Turn(false, () -> api.apply(request))));
    }

    private static ProviderSimulator start(int port, SimulatorHandler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName("simulator");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(1024);
        connector.setIdleTimeout(Duration.ofMinutes(10).toMillis());
        server.addConnector(connector);
        server.setHandler(handler);
        try {
            server.start();
        } catch (Exception e) {
            throw new SandboxException(
                    "The provider simulator could not listen on port " + port + ": " + e.getMessage() + ".", e);
        }
        return new ProviderSimulator(server, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    /** Where it listens, without a trailing slash. */
    public URI address() {
        return address;
    }

    /** The base URL of the provider that this one is played by. */
    public URI address(Played played) {
        return URI.create(address + "/" + played.pathName());
    }

    /** A client of its control API. */
    public ProviderControl control() {
        return new ProviderControl(address);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new SandboxException("The provider simulator could not be stopped: " + e.getMessage() + ".", e);
        }
    }

    void join() throws InterruptedException {
        server.join();
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(left);
            left = end - System.nanoTime();
        }
    }
}
