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
            List<String> json = CatalogParser.parse("catalog.yaml", String.join("\n---\n", documents)).stream()
                    .map(CatalogDocument::json)
                    .toList();
            CatalogSnapshot catalog = CatalogSnapshot.of(json);
            if (!catalog.problems().isEmpty()) {
                throw new CatalogException(catalog.problems());
            }
            return catalog;
        } catch (CatalogException e) {
            throw new AssertionError(e);
        }
    }
}
