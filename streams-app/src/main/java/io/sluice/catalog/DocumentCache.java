package io.sluice.catalog;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The documents that a process has read, by their content in canonical form: what its tasks share is read, and its
 * conditions are compiled, once. Keeps nothing that no catalog holds any more. Safe for use by several threads.
 */
public final class DocumentCache {
    /** The key is the text that the document itself holds, so both live equally long. */
    private final Map<String, WeakReference<CatalogDocument>> byText = new WeakHashMap<>();

    /**
     * The document that a text in JSON describes.
     *
     * @throws CatalogException with every problem found
     */
    synchronized CatalogDocument read(String json) throws CatalogException {
        WeakReference<CatalogDocument> reference = byText.get(json);
        CatalogDocument known = reference == null ? null : reference.get();
        if (known != null) {
            return known;
        }
        CatalogDocument read = CatalogParser.document(json);
        byText.remove(read.json());
        byText.put(read.json(), new WeakReference<>(read));
        return read;
    }
}
