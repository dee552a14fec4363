package io.sluice.sandbox.provider;

import java.util.List;

/** What a provider does with a request that no fault keeps from it. */
interface Api {
    /**
     * Does what is asked for, and says what came of it.
     *
     * @param path the segments behind the provider's name, at least one
     */
    Answer answer(SimulatedRequest request, List<String> path);
}
