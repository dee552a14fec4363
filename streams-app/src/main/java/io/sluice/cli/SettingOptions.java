package io.sluice.cli;

import io.sluice.config.Setting;
import io.sluice.config.SettingGroup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes an option of each setting, so that the help tells of all of them and none can be forgotten. */
final class SettingOptions implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            setting.flag()
                    .ifPresent(flag -> command.addOption(OptionSpec.builder(flag)
                            .type(String.class)
                            .paramLabel("VALUE")
                            .description(description(setting))
                            .build()));
        }
        List<String> footer = new ArrayList<>(List.of(command.usageMessage().footer()));
        footer.add("");
        footer.add("Only in the properties file or in the environment:");
        for (Setting setting : Setting.values()) {
            if (setting.flag().isEmpty()) {
                add(footer, setting.key(), setting.environment(), setting.doc());
            }
        }
        for (SettingGroup group : SettingGroup.values()) {
            add(footer, group.key(), group.environment(), group.doc());
        }
        command.usageMessage().footer(footer.toArray(String[]::new));
        return command;
    }

    /** What the command line says of the settings. */
    static Map<Setting, String> given(ParseResult parsed) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            setting.flag()
                    .filter(parsed::hasMatchedOption)
                    .ifPresent(flag -> given.put(setting, parsed.matchedOptionValue(flag, "")));
        }
        return given;
    }

    private static String description(Setting setting) {
        String byDefault = setting.defaultText().isEmpty() ? "" : "; default: " + setting.defaultText();
        return setting.doc() + " (" + setting.environment() + byDefault + ")";
    }

    private static void add(List<String> footer, String key, String environment, String doc) {
        footer.add("  " + key + " (" + environment + ")");
        footer.add("      " + doc);
    }
}
