package io.sluice.sandbox;

/** The ports of the sandbox's parts on the loopback interface; 0 stands for a free one. */
public record SandboxPorts(int broker, int database, int registry, int providers) {
    /** Free ports for all. */
    public static SandboxPorts free() {
        return new SandboxPorts(0, 0, 0, 0);
    }
}
