package io.sluice.saga;

import io.sluice.effect.Lane;

/** How many attempts may be under way at each provider, as it stands before a decision. */
public interface Places {

    /** Room for everything. */
    Places UNBOUNDED = new Places() {
        @Override
        public boolean isFree(String provider, Lane lane) {
            return true;
        }

        @Override
        public boolean isFull(String provider, String tenantId) {
            return false;
        }
    };

    /** Whether an attempt of this lane may start now. */
    boolean isFree(String provider, Lane lane);

    /** Whether so much of a tenant waits for the provider already that nothing new of it should be taken on. */
    boolean isFull(String provider, String tenantId);
}
