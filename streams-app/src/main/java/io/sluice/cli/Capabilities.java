package io.sluice.cli;

import io.sluice.catalog.Atomic;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.ToolContract;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the provider of one tool can do, as its contract says.
 *
 * @param action whether it can be undone, is the point of no return, or is tried until it is done
 * @param key whether it does the work once however often the same idempotency key comes
 * @param lookup whether it can be asked afterwards what became of it
 * @param together how many writes it does all or none in one call; null where nothing is said of that
 * @param flag where that has to be asked for; null where it need not be
 * @param conditional whether it refuses a write to another version of the target
 * @param later whether it may take work on and end it later, so that it is asked until it has
 * @param undoneBy which tool undoes it; null where none does
 */
record Capabilities(
        String provider,
        String tool,
        String action,
        boolean key,
        boolean lookup,
        @Nullable Integer together,
        @Nullable String flag,
        boolean conditional,
        boolean later,
        @Nullable String undoneBy) {

    private static final String NOTHING = "-";

    /** One row for each tool, those of one provider together. */
    static List<Capabilities> of(List<CatalogDocument> documents) {
        return documents.stream()
                .filter(CatalogDocument.Tool.class::isInstance)
                .map(document -> of(((CatalogDocument.Tool) document).contract()))
                .sorted(Comparator.comparing(Capabilities::provider)) // stable: the tools stay in their files' order
                .toList();
    }

    static String text(List<Capabilities> all) {
        Table table = new Table(
                "PROVIDER", "TOOL", "ACTION", "KEY", "LOOKUP", "TOGETHER", "CONDITIONAL", "LATER", "UNDONE BY");
        all.forEach(row -> table.row(
                row.provider,
                row.tool,
                row.action,
                yes(row.key),
                yes(row.lookup),
                row.together == null ? NOTHING : row.together + (row.flag == null ? "" : " with " + row.flag),
                yes(row.conditional),
                yes(row.later),
                row.undoneBy == null ? NOTHING : row.undoneBy));
        return table.toString();
    }

    private static Capabilities of(ToolContract tool) {
        Atomic atomic = tool.call().atomic();
        return new Capabilities(
                tool.provider(),
                tool.name(),
                tool.reversibility().name().toLowerCase(Locale.ROOT),
                tool.honoursKey(),
                tool.lookup() != null,
                atomic == null ? null : atomic.max(),
                atomic == null ? null : atomic.flag(),
                tool.versions().conditionalWrite(),
                tool.lookup() != null && tool.lookup().pending() != null,
                tool.compensation() == null ? null : tool.compensation().tool());
    }

    private static String yes(boolean can) {
        return can ? "yes" : NOTHING;
    }
}
