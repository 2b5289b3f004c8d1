package org.zvideo.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.image.PictureShapeException;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;

/**
 * What can be known to be wrong from the names alone, before anything is loaded.
 *
 * @param picture whether the input is a picture
 */
record Preflight(Path input, Path target, boolean picture) {
    private static final String PROTOCOLS =
            "(?s)[a-zA-Z][a-zA-Z0-9+.-]+:/.*|(concat|subfile|data|crypto|cache|async|pipe):.*";

    /** Input there, output of the same kind and not the input itself. */
    void checkNames() {
        requireLocal("input", input);
        requireLocal("output", target);
        if (!Files.isRegularFile(input) && PictureSequence.of(input).isEmpty()) {
            throw new MediaException(
                    MediaException.Problem.MISSING_INPUT,
                    "input " + input
                            + (Files.isDirectory(input)
                                    ? ": is a folder, not a video"
                                    : Files.exists(input) ? ": not a regular file" : ": no such file"));
        }
        boolean pictureName = StillImage.isPictureName(target)
                && (picture || PictureSequence.of(target).isEmpty());
        if (picture && !pictureName) {
            throw new MediaException(
                    MediaException.Problem.USAGE,
                    "output " + target + ": the result is a picture; name it .png or .jpg");
        }
        if (picture && PictureSequence.of(target).isPresent()) {
            throw new MediaException(
                    MediaException.Problem.USAGE,
                    "output " + target + ": one picture does not fill a sequence; name it without %");
        }
        if (!picture && pictureName) {
            throw new MediaException(
                    MediaException.Problem.USAGE,
                    "output " + target + ": the result is a video; name it .mp4, .mov, .mkv or .webm");
        }
    }

    /** Fails if a name asks for something that FFmpeg would fetch or put together. */
    static void requireLocal(String what, Path file) {
        if (!Files.exists(file) && file.toString().matches(PROTOCOLS)) {
            throw new MediaException(MediaException.Problem.USAGE, what + " " + file + ": local files only");
        }
    }

    /**
     * Fails if the input is so long for its width that it would be huge inside the model.
     *
     * @param width  of its frames
     * @param height of its frames
     */
    void requireShape(StyleTransfer transfer, int width, int height) {
        try {
            transfer.geometry(width, height);
        } catch (PictureShapeException e) {
            throw new MediaException(MediaException.Problem.BAD_INPUT, "input " + input + ": " + e.getMessage(), e);
        }
    }

    /** Fails if a dump would mix with what is in its folder already. */
    static void requireEmpty(Path dumpFolder, boolean replace) {
        if (replace || !Files.exists(dumpFolder)) {
            return;
        }
        try (Stream<Path> files = Files.list(dumpFolder)) {
            if (files.findAny().isPresent()) {
                throw new MediaException(
                        MediaException.Problem.CANNOT_CREATE,
                        "dump " + dumpFolder + ": the folder is not empty; use -y to write into it or name another");
            }
        } catch (IOException e) {
            throw new MediaException(MediaException.Problem.CANNOT_CREATE, "dump " + dumpFolder + ": not a folder", e);
        }
    }

    /**
     * Whether existing files may be replaced: as the options say, else asked on a terminal.
     *
     * @param names of all that will be written
     * @throws MediaException if some exist and may not
     */
    static boolean mayOverwrite(List<Path> names, boolean replace, boolean keep, PrintStream terminal) {
        if (replace && keep) {
            throw new IllegalArgumentException("-y and -n contradict each other");
        }
        List<Path> existing = names.stream().filter(OutputFiles::isTaken).toList();
        if (existing.isEmpty() || replace) {
            return replace;
        }
        if (!keep && System.console() != null) {
            terminal.print("zvideo: " + existing.get(0) + " exists. Replace it? [y/N] ");
            terminal.flush();
            String answer = System.console().readLine();
            if (answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                return true;
            }
        }
        throw new MediaException(
                MediaException.Problem.CANNOT_CREATE,
                "output " + existing.get(0) + ": exists; use -y to replace it or -o for another name");
    }
}
