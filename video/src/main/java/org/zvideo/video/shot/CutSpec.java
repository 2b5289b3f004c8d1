package org.zvideo.video.shot;

import java.nio.file.Path;
import java.util.Optional;

/** Where the shots of a video start. */
public sealed interface CutSpec {
    /** Where a frame differs from the one before it as shots do ({@link ShotDetector}). */
    record Found() implements CutSpec {}

    /** Nowhere: the video is one shot. */
    record None() implements CutSpec {}

    /**
     * Where a file says so.
     *
     * @param file as {@link ListedCuts} reads it
     */
    record Listed(Path file) implements CutSpec {}

    /** {@code auto}, {@code none} or the name of a file. */
    static CutSpec parse(String text) {
        return switch (text) {
            case "auto" -> new Found();
            case "none" -> new None();
            default -> new Listed(Path.of(text));
        };
    }

    /** As {@link #parse} reads it. */
    default String text() {
        return listFile().map(Path::toString).orElseGet(this::kind);
    }

    /** {@code auto}, {@code none}, or {@code file} whatever the file's name. */
    default String kind() {
        return this instanceof Found ? "auto" : this instanceof None ? "none" : "file";
    }

    /** The file that is read, if there is one. */
    default Optional<Path> listFile() {
        return this instanceof Listed listed ? Optional.of(listed.file()) : Optional.empty();
    }

    /** New cuts for one run through the video. */
    default Cuts open() {
        return this instanceof Listed listed
                ? ListedCuts.read(listed.file())
                : this instanceof Found ? new ShotDetector() : Cuts.NONE;
    }
}
