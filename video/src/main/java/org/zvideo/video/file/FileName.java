package org.zvideo.video.file;

import java.nio.file.Path;
import org.zvideo.video.picture.PictureSequence;

/** What names of files are made of. */
public final class FileName {
    private FileName() {}

    /** The name without its ending. */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ending(file).length());
    }

    /** From the last dot on; empty without one, or if the name begins with it. */
    public static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot) : "";
    }

    /** The folder in which a file lies; the root lies in itself. */
    public static Path folder(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /** A file beside another, named after it: its stem and what follows. Numbered pictures go by their folder's name. */
    public static Path beside(Path file, String following) {
        if (PictureSequence.of(file).isPresent()) {
            Path folder = folder(file);
            return folder.resolveSibling(folder.getFileName() + following);
        }
        return file.resolveSibling(stem(file) + following);
    }
}
