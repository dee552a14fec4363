package io.sluice.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rules about what a limit names. */
final class LimitRules {

    private LimitRules() {}

    static List<String> problems(LimitDefinition limit, Collection<ToolContract> tools) {
        List<String> problems = new ArrayList<>();
        String tool = limit.tool();
        String provider = limit.provider();
        if (tool != null && tools.stream().noneMatch(known -> known.name().equals(tool))) {
            problems.add(unknown(limit, "tool " + tool));
        }
        if (provider != null
                && tools.stream().noneMatch(known -> known.provider().equals(provider))) {
            problems.add(unknown(limit, "provider " + provider));
        }
        return problems;
    }

    private static String unknown(LimitDefinition limit, String what) {
        return Rule.KNOWN_LIMITED.brokenBy("limit " + limit.name() + ": names " + what
                + ", which no tool of the catalog has: add the tool or correct the name.");
    }
}
