package io.sluice.cli;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.query.FrontDoor;
import io.sluice.query.Refusal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts the configured catalog files in force when an instance starts. */
final class StartupCatalog {
    private static final String APPLIED_BY = "catalog.files";

    private final FrontDoor frontDoor;

    StartupCatalog(FrontDoor frontDoor) {
        this.frontDoor = frontDoor;
    }

    /** Applies what is not in force yet, so that starts leave no trace in the journal that says nothing new. */
    void apply(List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        try {
            List<String> wanted = CatalogFiles.check(CatalogFiles.read(files)).stream()
                    .map(CatalogDocument::json)
                    .toList();
            Set<String> inForce = new HashSet<>();
            frontDoor.catalog().inForce().forEach(document -> inForce.add(document.json()));
            if (!inForce.containsAll(wanted)) {
                var unused = frontDoor.announceCatalog(wanted, APPLIED_BY);
            }
        } catch (CatalogException e) {
            throw new Failure("The catalog files cannot be used. " + e.getMessage(), e);
        } catch (Refusal e) {
            throw new Failure(e.detail(), e);
        }
    }
}
