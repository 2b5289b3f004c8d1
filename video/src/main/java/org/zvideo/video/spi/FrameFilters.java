package org.zvideo.video.spi;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.error.ZvideoException;

/** The filters that plug-ins provide, by name. */
public final class FrameFilters {
    private final Map<String, FrameFilterProvider> providers = new TreeMap<>();

    private FrameFilters() {}

    /**
     * Finds the installed plug-ins.
     *
     * @throws IllegalArgumentException if a plug-in cannot be loaded
     */
    public static FrameFilters installed() {
        FrameFilters filters = new FrameFilters();
        try {
            ServiceLoader.load(FrameFilterProvider.class)
                    .forEach(provider -> filters.providers.put(provider.name(), provider));
        } catch (ServiceConfigurationError | LinkageError e) { // one compiled for a newer Java, for example
            throw new IllegalArgumentException("plug-in: " + e.getMessage(), e);
        }
        return filters;
    }

    /** The description of each filter by its name. */
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new TreeMap<>();
        providers.forEach((name, provider) -> descriptions.put(name, provider.description()));
        return descriptions;
    }

    /** The jar or class file that an argument's filter comes from, if it is known. */
    public Optional<Path> file(String argument) {
        FrameFilterProvider provider = providers.get(argument.split("=", 2)[0]);
        CodeSource source = provider == null
                ? null
                : provider.getClass().getProtectionDomain().getCodeSource();
        if (provider == null || source == null) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            return Optional.of(
                    Files.isRegularFile(path)
                            ? path
                            : path.resolve(provider.getClass().getName().replace('.', '/') + ".class"));
        } catch (URISyntaxException | FileSystemNotFoundException e) {
            return Optional.empty(); // from a loader of its own rather than from a file
        }
    }

    /** Where they are looked for: the launcher puts its folder on the class path. */
    private static String place() {
        String home = System.getProperty("zvideo.home");
        return home == null ? "on the class path" : "in " + Path.of(home, "plugins");
    }

    /**
     * Creates the filter of an argument.
     *
     * @param argument {@code name} or {@code name=a=1:b=2}
     * @throws IllegalArgumentException if no filter has that name, or the options are wrong
     * @throws IllegalStateException if the plug-in fails in another way, now or when the filter is used
     */
    public FrameFilter create(String argument) {
        String[] parts = argument.split("=", 2);
        FrameFilterProvider provider = providers.get(parts[0]);
        if (provider == null) {
            throw new IllegalArgumentException("filter " + parts[0] + ": no such filter; "
                    + (providers.isEmpty()
                            ? "no plug-ins " + place()
                            : "installed filters: " + String.join(", ", providers.keySet())));
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : parts.length == 1 ? new String[0] : parts[1].split(":")) {
            String[] pair = option.split("=", 2);
            if (pair.length != 2) {
                throw new IllegalArgumentException("filter " + argument + ": " + option + ": expected name=value");
            }
            options.put(pair[0], pair[1]);
        }
        try {
            return new PlugIn(argument, provider.create(options));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("filter " + argument + ": " + e.getMessage(), e);
        } catch (ZvideoException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw PlugIn.failed(argument, e);
        }
    }
}
