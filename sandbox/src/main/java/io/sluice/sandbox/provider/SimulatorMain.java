package io.sluice.sandbox.provider;

/** Runs the simulated providers in a process of their own; the one argument is the port, a free one if it is missing. */
public final class SimulatorMain {
    private SimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        ProviderSimulator simulator = ProviderSimulator.start(port, ProviderSettings.defaults());
        System.out.println("simulator is ready on " + simulator.address());
        simulator.join();
    }
}
