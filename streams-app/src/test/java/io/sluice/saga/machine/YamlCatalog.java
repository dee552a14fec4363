package io.sluice.saga.machine;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.catalog.DocumentCache;
import java.util.List;

/** A catalog as people write it. */
final class YamlCatalog {

    private YamlCatalog() {}

    static CatalogSnapshot of(String... documents) {
        return with(CatalogSnapshot.empty(), documents);
    }

    /** As in production: where it grants nobody anything, nobody may propose. */
    static CatalogSnapshot requiringGrants(String... documents) {
        return with(CatalogSnapshot.empty(new DocumentCache(), true), documents);
    }

    private static CatalogSnapshot with(CatalogSnapshot empty, String... documents) {
        try {
            CatalogSnapshot catalog = empty.with(json(documents));
            if (!catalog.problems().isEmpty()) {
                throw new CatalogException(catalog.problems());
            }
            return catalog;
        } catch (CatalogException e) {
            throw new AssertionError(e);
        }
    }

    /** The documents as they are applied. */
    static List<String> json(String... documents) {
        try {
            return CatalogParser.parse("catalog.yaml", String.join("\n---\n", documents)).stream()
                    .map(CatalogDocument::json)
                    .toList();
        } catch (CatalogException e) {
            throw new AssertionError(e);
        }
    }
}
