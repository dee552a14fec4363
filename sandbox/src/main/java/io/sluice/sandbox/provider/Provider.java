package io.sluice.sandbox.provider;

/**
 * A provider that the simulator plays.
 *
 * @param name how its paths begin
 * @param profile how it deals with keys and lookups
 */
record Provider(String name, Profile profile) {
    static Provider of(Profile profile) {
        return new Provider(profile.pathName(), profile);
    }
}
