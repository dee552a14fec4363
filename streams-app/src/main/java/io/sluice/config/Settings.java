package io.sluice.config;

import io.sluice.topology.FileProblems;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The values of all settings as text: from the command line, else the environment, else a properties file, else the default. */
public final class Settings {
    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final Map<SettingGroup, Map<SettingGroup.Name, Value>> groups = new EnumMap<>(SettingGroup.class);
    private final List<String> unknown = new ArrayList<>();

    /**
     * One value.
     *
     * @param source where it was found, in words for a message
     */
    record Value(String text, String source) {}

    private Settings() {
        for (SettingGroup group : SettingGroup.values()) {
            groups.put(group, new HashMap<>());
        }
        for (Setting setting : Setting.values()) {
            values.put(setting, new Value(setting.defaultText(), "the default of " + setting.key()));
        }
    }

    /**
     * Collects the values.
     *
     * @param flags what the command line says
     * @param providers base URLs by provider name, from the command line
     * @param environment all variables; those that are no setting of Sluice are left alone
     * @param file properties file; null for none
     * @throws ConfigException when the file cannot be read
     */
    public static Settings collect(
            Map<Setting, String> flags,
            Map<String, String> providers,
            Map<String, String> environment,
            @Nullable Path file)
            throws ConfigException {
        Settings settings = new Settings();
        if (file != null) {
            settings.addFile(file);
        }
        environment.forEach(settings::addVariable);
        flags.forEach((setting, text) ->
                settings.values.put(setting, new Value(text, setting.flag().orElse(setting.key()))));
        providers.forEach((name, url) -> settings.group(SettingGroup.PROVIDER_URL)
                .put(new SettingGroup.Name(name, ""), new Value(url, "--provider")));
        return settings;
    }

    /** One sentence for each name in the file that is no setting. */
    List<String> unknown() {
        return List.copyOf(unknown);
    }

    Value value(Setting setting) {
        Value value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException("every setting has a value");
        }
        return value;
    }

    /** The values of a group by the name within their keys. */
    Map<SettingGroup.Name, Value> group(SettingGroup group) {
        Map<SettingGroup.Name, Value> found = groups.get(group);
        if (found == null) {
            throw new IllegalStateException("every group has its values");
        }
        return found;
    }

    private void addVariable(String variable, String text) {
        for (Setting setting : Setting.values()) {
            if (setting.environment().equals(variable)) {
                values.put(setting, new Value(text, variable));
                return;
            }
        }
        addToGroup(variable, text, variable, SettingGroup::ofEnvironment);
    }

    private void addFile(Path file) throws ConfigException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new ConfigException(List.of("The configuration file " + file + " cannot be read: "
                    + FileProblems.inWords(e) + ". Correct the path or the file."));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(
                    "The configuration file " + file + " is no properties file: " + e.getMessage() + ". Correct it."));
        }
        Map<String, String> sorted = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> sorted.put(key, properties.getProperty(key, "")));
        sorted.forEach((key, text) -> addProperty(key, text, file));
    }

    private void addProperty(String key, String text, Path file) {
        String source = key + " in " + file;
        Optional<Setting> setting = Setting.ofKey(key);
        if (setting.isPresent()) {
            values.put(setting.get(), new Value(text, source));
        } else if (!addToGroup(key, text, source, SettingGroup::ofKey)) {
            unknown.add(
                    source + " is no setting of Sluice: correct the name or remove the line (sluice app --help lists"
                            + " all settings).");
        }
    }

    private boolean addToGroup(
            String name,
            String text,
            String source,
            BiFunction<SettingGroup, String, Optional<SettingGroup.Name>> match) {
        for (SettingGroup group : SettingGroup.values()) {
            Optional<SettingGroup.Name> found = match.apply(group, name);
            if (found.isPresent()) {
                group(group).put(found.get(), new Value(text, source));
                return true;
            }
        }
        return false;
    }
}
