package io.sluice.saga.machine;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import java.util.List;

/** A catalog as people write it. */
final class YamlCatalog {

    private YamlCatalog() {}

    static CatalogSnapshot of(String... documents) {
        try {
            CatalogSnapshot catalog = CatalogSnapshot.of(json(documents));
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
