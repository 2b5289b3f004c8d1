package org.zvideo.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.core.file.ReadFile;
import org.zvideo.video.picture.PictureSequence;

/**
 * The files that a run of a video reads besides its model, as they are when it begins: to be made before any of them is
 * opened. What is not there is left out; whoever opens it says so.
 *
 * @param input   the video, or its pictures in their order
 * @param styles  in the order of the command
 * @param masks   in the order of the command
 * @param cuts    the list of them, if there is one
 * @param plugIns jars of the filters, in the order of the command
 * @param preset  the file of one, if there is one; its values are among the settings
 */
record JobFiles(
        List<ReadFile> input,
        List<ReadFile> styles,
        List<ReadFile> masks,
        List<ReadFile> cuts,
        List<ReadFile> plugIns,
        List<ReadFile> preset) {
    static JobFiles of(Zvideo command, Path input) {
        return new JobFiles(
                read(PictureSequence.of(input).map(PictureSequence::files).orElse(Stream.of(input))),
                read(command.styles.stream().map(StyleArgument::file)),
                read(command.masks.files.stream()),
                read(CutsArgument.isFile(command.cuts) ? Stream.of(Path.of(command.cuts)) : Stream.empty()),
                read(command.filters.files().stream()),
                read(command.presetFile().stream()));
    }

    static List<ReadFile> read(Stream<Path> files) {
        return files.filter(Files::exists).map(ReadFile::of).toList();
    }
}
