package io.sluice.catalog;

/** Reads a role. */
final class RoleParser {

    private RoleParser() {}

    static RoleDefinition parse(Fields fields, String version) {
        RoleDefinition role = new RoleDefinition(
                fields.name("name"), version, fields.textsOrNone("members"), fields.texts("tenants"));
        fields.end();
        return role;
    }
}
