package io.sluice.query;

import io.sluice.topology.views.ViewLocator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/** Which instance of Sluice holds what. */
public interface Instances {

    HostInfo self();

    /** The instance that holds a saga; empty while that is being settled. */
    Optional<HostInfo> ownerOf(String sagaId);

    /** Every other instance that holds a part of the views. */
    List<HostInfo> others();

    /** The instances that this process knows of. */
    static Instances of(ViewLocator locator) {
        return new Instances() {
            @Override
            public HostInfo self() {
                return locator.self();
            }

            @Override
            public Optional<HostInfo> ownerOf(String sagaId) {
                return locator.ownerOf(sagaId);
            }

            @Override
            public List<HostInfo> others() {
                return locator.owners().stream()
                        .filter(owner -> !owner.equals(locator.self()))
                        .toList();
            }
        };
    }
}
