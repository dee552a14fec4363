package io.sluice.config;

import java.security.PublicKey;
import java.util.Map;

/**
 * The public keys of all who vouch for somebody, by kind. No key is of two kinds: who issues tokens of agents must not
 * thereby speak for people, nor the other way round, and neither may sign decisions.
 *
 * @param approvals of those who sign decisions of reviewers
 * @param agents of those who issue tokens of agents
 * @param people of those who issue tokens of people
 */
record VerifyingKeys(Map<String, PublicKey> approvals, Map<String, PublicKey> agents, Map<String, PublicKey> people) {

    static VerifyingKeys of(Settings settings, SettingReader reader) {
        VerifyingKeys keys = new VerifyingKeys(
                KeyFiles.publicKeys(settings, SettingGroup.APPROVAL_KEY, reader),
                KeyFiles.publicKeys(settings, SettingGroup.IDENTITY_KEY, reader),
                KeyFiles.publicKeys(settings, SettingGroup.PEOPLE_KEY, reader));
        apart(reader, SettingGroup.APPROVAL_KEY, keys.approvals, SettingGroup.IDENTITY_KEY, keys.agents);
        apart(reader, SettingGroup.APPROVAL_KEY, keys.approvals, SettingGroup.PEOPLE_KEY, keys.people);
        apart(reader, SettingGroup.IDENTITY_KEY, keys.agents, SettingGroup.PEOPLE_KEY, keys.people);
        return keys;
    }

    private static void apart(
            SettingReader reader,
            SettingGroup one,
            Map<String, PublicKey> keys,
            SettingGroup other,
            Map<String, PublicKey> others) {
        keys.forEach((id, key) -> others.forEach((otherId, otherKey) -> {
            if (key.equals(otherKey)) {
                reader.problem(one.keyOf(id) + " and " + other.keyOf(otherId)
                        + " are the same key, so whoever has it could speak as either: make a key for one of them with"
                        + " sluice keys generate.");
            }
        }));
    }
}
