package org.zvideo.server.store;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.file.FileName;
import org.zvideo.video.picture.StillImage;

/** Names of files that the server makes: any system takes them, and none leads elsewhere. */
public final class ResultNames {
    private static final int LONGEST = 100;
    private static final String OF_DEVICES = "(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?";

    private ResultNames() {}

    /** A name for a file that came with this one. */
    public static String clean(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String letters = base.replaceAll("[^\\p{L}\\p{N}._ ()+-]", "_")
                .replaceAll("^[. -]+", "")
                .replaceAll("[. ]+$", "");
        int dot = letters.lastIndexOf('.');
        String ending = dot > 0 && letters.length() - dot <= 8 ? letters.substring(dot) : "";
        String stem = letters.substring(0, letters.length() - ending.length());
        String shorter = stem.substring(0, Math.min(stem.length(), LONGEST)) + ending;
        return shorter.isEmpty() || shorter.matches(OF_DEVICES) ? "file" + ending : shorter;
    }

    /**
     * The name of a source's result, with a number if that is taken.
     *
     * @param picture whether the source is one
     * @param taken   whether another job writes to that file
     */
    public static Path free(Path folder, Path source, boolean picture, Predicate<Path> taken) {
        for (int n = 1; ; n++) {
            Path file = numbered(folder, source, picture, n);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !taken.test(file)) {
                return file;
            }
        }
    }

    /** The name that a source's result has if nothing else has it. */
    public static Path first(Path folder, Path source, boolean picture) {
        return numbered(folder, source, picture, 1);
    }

    private static Path numbered(Path folder, Path source, boolean picture, int n) {
        String ending = FileName.ending(source).toLowerCase(Locale.ROOT);
        if (picture) {
            ending = StillImage.isPictureName(source) ? ending : ".png";
        } else if (!FramePipeline.writes(ending)) {
            ending = ".mkv";
        }
        String stem = clean(FileName.stem(source.getFileName()));
        return folder.resolve(stem + ".zvideo" + (n == 1 ? "" : "-" + n) + ending);
    }
}
