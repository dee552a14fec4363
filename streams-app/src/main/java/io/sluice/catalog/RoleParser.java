package io.sluice.catalog;

/** Reads a role. */
final class RoleParser {

    private RoleParser() {}

    static RoleDefinition parse(Fields fields, String version) {
        RoleDefinition role =
                new RoleDefinition(fields.name("name"), version, fields.texts("members"), fields.texts("tenants"));
        fields.end();
        return role;
    }
}
