package io.sluice.query.view;

import io.sluice.catalog.CatalogDocument;

/**
 * One catalog document in a list.
 *
 * @param kind {@code tool} or {@code saga}
 */
public record CatalogRow(String kind, String name, String version) {

    public static CatalogRow of(CatalogDocument document) {
        return new CatalogRow(document.kind(), document.name(), document.version());
    }
}
