package io.sluice.catalog;

import java.util.List;

/** Catalog documents that cannot be used; each problem says where it is, what is wrong and what to do. */
public final class CatalogException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public CatalogException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence or two per problem, in the order of the documents. */
    public List<String> problems() {
        return problems;
    }
}
