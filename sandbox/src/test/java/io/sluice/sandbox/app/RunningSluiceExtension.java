package io.sluice.sandbox.app;

import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class that asks for a {@link RunningSluice} one of its own; it ends with the last test of the class. */
final class RunningSluiceExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(RunningSluiceExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningSluice.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(RunningSluice.class, type -> start(context), RunningSluice.class);
    }

    private static RunningSluice start(ExtensionContext context) {
        Sandbox sandbox = SandboxExtension.sandbox(context);
        String name = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
        try {
            return RunningSluice.start(sandbox, sandbox.directory().resolve(name), name + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
