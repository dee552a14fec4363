package io.sluice.topology.sink;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import java.util.function.BooleanSupplier;

/** Acts on one intent: the provider client, as the sink sees it. */
@FunctionalInterface
public interface ProviderCall {

    /**
     * Blocks until the matter is settled or its time is over.
     *
     * @param mayFire the last check, asked once, on the calling thread, when the connection is there and before the first
     *     byte is sent; false means the request must not be sent and the outcome is {@code NOT_FIRED}
     */
    Outcome dispatch(Intent intent, ToolContract contract, BooleanSupplier mayFire);
}
