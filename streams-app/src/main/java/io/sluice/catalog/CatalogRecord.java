package io.sluice.catalog;

import java.time.Instant;
import java.util.List;

/**
 * One version of the whole catalog, as it is written to every partition.
 *
 * @param version hex SHA-256 of the documents
 * @param documents tool contracts and saga definitions, each RFC 8785 canonical JSON
 */
public record CatalogRecord(String version, String appliedBy, Instant appliedAt, List<String> documents) {}
