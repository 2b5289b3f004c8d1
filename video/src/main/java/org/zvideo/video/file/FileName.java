package org.zvideo.video.file;

import java.nio.file.Path;
import org.zvideo.video.picture.PictureSequence;

/** The parts of file names. */
public final class FileName {
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
