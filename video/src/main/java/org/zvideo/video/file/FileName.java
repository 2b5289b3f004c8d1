package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.zvideo.core.os.FileRules;
import org.zvideo.video.picture.PictureSequence;

/** The parts of file names. */
public final class FileName {
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

    private FileName() {}

    /** The name without its folders; empty for the root, which has none. */
    public static String name(Path file) {
        return file.getFileName() == null ? "" : file.getFileName().toString();
    }

    /** The name without its extension. */
    public static String stem(Path file) {
        String name = name(file);
        return name.substring(0, name.length() - ending(file).length());
    }

    /** The extension with its dot, or empty if there is none or if the name starts with the dot. */
    public static String ending(Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot) : "";
    }

    /**
     * What is wrong with a name that its file system takes and does something else with: on Windows, devices have names that no
     * ending makes harmless, and a dot or a blank at the end is dropped. Empty if nothing is.
     */
    static Optional<String> unusable(Path file) {
        if (FileRules.posix(file)) {
            return Optional.empty();
        }
        String name = name(file);
        if (DEVICE.matcher(name).matches()) {
            return Optional.of("'" + name + "' is the name of a device on this system");
        }
        char last = name.isEmpty() ? 'x' : name.charAt(name.length() - 1);
        return last == '.' || last == ' '
                ? Optional.of("'" + name + "' ends with '" + last + "', which this system leaves out")
                : Optional.empty();
    }

    /**
     * A path that is equal for two names of one file that need not exist: absolute, and in lower case where the file system does not
     * tell the cases apart.
     */
    public static Path identity(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return ignoresCase(folder(absolute))
                ? absolute.resolveSibling(name(absolute).toLowerCase(Locale.ROOT))
                : absolute;
    }

    /** Whether a folder that exists is found under its name in the other case as well. */
    private static boolean ignoresCase(Path folder) {
        for (Path path = folder; path != null; path = path.getParent()) {
            String name = name(path);
            String other = name.equals(name.toUpperCase(Locale.ROOT))
                    ? name.toLowerCase(Locale.ROOT)
                    : name.toUpperCase(Locale.ROOT);
            if (!other.equals(name)) {
                try {
                    return Files.isSameFile(path, path.resolveSibling(other));
                } catch (IOException e) {
                    return false; // there is none of that name
                }
            }
        }
        return false;
    }

    /** The folder in which a file lies; the root lies in itself. */
    public static Path folder(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /**
     * A file in the same folder, named after another: its stem plus a suffix. Numbered pictures are named after their
     * folder.
     */
    public static Path beside(Path file, String following) {
        if (PictureSequence.of(file).isPresent()) {
            Path folder = folder(file);
            return folder.resolveSibling(folder.getFileName() + following);
        }
        return file.resolveSibling(stem(file) + following);
    }
}
