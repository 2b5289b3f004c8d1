package org.zvideo.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.AudioTracks;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.Target;
import picocli.CommandLine.Option;

/** The options that control what is written, and how. */
public final class OutputArguments extends EncodingArguments {
    @Option(
            names = {"-o", "--output"},
            order = InputArguments.FIRST,
            paramLabel = "OUT",
            description = "The result. Its extension chooses the kind of file; a pattern like out/%%04d.png means "
                    + "numbered pictures, and - means YUV4MPEG on standard output (default IN-stem.zvideo.EXT).")
    public Path output;

    @Option(names = "--no-audio", description = "Leave out all audio.")
    public boolean silent;

    @Option(
            names = "--audio-tracks",
            paramLabel = "LIST",
            split = ",",
            description = "Keep only these audio tracks, counted from 0 among the audio streams (default all).")
    public List<Integer> audioTracks;

    @Option(
            names = "--out-dir",
            paramLabel = "DIR",
            description =
                    "Folder for the results, each named after its input; for several inputs, or folders of " + "them.")
    public Path folder;

    @Option(
            names = "--start-number",
            paramLabel = "N",
            description = "Number of the first numbered picture of the result (default the source picture's number,"
                    + " or 1 if the source is a video).")
    Long startNumber;

    /** The audio to keep. */
    public AudioTracks audio() {
        return silent
                ? AudioTracks.NONE
                : audioTracks == null ? AudioTracks.ALL : Usage.checked(() -> AudioTracks.of(audioTracks));
    }

    /** What is written. */
    public Target request(Path target, RunArguments run) {
        return new Target(
                target,
                codec(),
                quality(),
                startNumber == null ? OptionalLong.empty() : OptionalLong.of(startNumber),
                overwrite(),
                Optional.ofNullable(run.compare),
                run.restart,
                run.keepWork,
                run.measuredFlow());
    }

    /** Makes the folder for the results, if there is to be one. */
    public void makeFolder() {
        try {
            if (folder != null) {
                OwnFiles.makeFolders(folder);
            }
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.CANNOT_CREATE,
                    "output " + folder + ": not a folder, and none can be created there: " + FileReason.of(e)
                            + "; name another with --out-dir",
                    e);
        }
    }

    /** The path of a result that the user did not name: next to the input, or in the folder for results. */
    public Path target(Path input, boolean picture) {
        return folder == null
                ? beside(input, picture)
                : folder.resolve(beside(input, picture).getFileName());
    }

    private static Path beside(Path input, boolean picture) {
        String ending = FileName.ending(input);
        if (PictureSequence.of(input).isPresent()) {
            ending = ".mp4";
        } else if (picture) {
            ending = StillImage.isPictureName(input) ? ending : ".png";
        } else if (!FramePipeline.writes(ending)) {
            ending = ".mkv";
        }
        return FileName.beside(input, ".zvideo" + ending);
    }
}
