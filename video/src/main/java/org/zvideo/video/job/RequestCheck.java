package org.zvideo.video.job;

import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.core.MotionTransfer;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.core.image.PictureShapeException;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.picture.OtherPictures;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.LocalFiles;
import org.zvideo.video.request.PaletteScope;
import org.zvideo.video.request.StyleTransferRequest;

/** What can be known to be wrong with a request before anything is loaded. */
public final class RequestCheck {
    private RequestCheck() {}

    /** Fails unless the input exists, all files are local ones, and the output's name says the same kind of file. */
    static void names(StyleTransferRequest request, boolean picture) {
        names(request.source().file(), request.target().file(), picture);
        request.styles().forEach(style -> LocalFiles.require("style", style.file()));
    }

    /**
     * Fails unless the input exists, both files are local ones, and the output's name says the same kind of file.
     *
     * @param picture whether the result is a picture
     */
    public static void names(Path input, Path target, boolean picture) {
        LocalFiles.require("input", input);
        LocalFiles.require("output", target);
        if (!Files.isRegularFile(input) && PictureSequence.of(input).isEmpty()) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    "input " + input
                            + (Files.isDirectory(input)
                                    ? ": is a folder, not a video"
                                    : Files.exists(input)
                                            ? ": not a regular file"
                                            : ": " + PictureSequence.noSuch(input)));
        }
        if (!picture && Files.isRegularFile(input)) {
            OtherPictures.refuse("input", input);
        }
        boolean pictureName = StillImage.isPictureName(target)
                && (picture || PictureSequence.of(target).isEmpty());
        if (picture && !pictureName) {
            throw new MediaException(
                    ErrorKind.USAGE, "output " + target + ": the result is a picture; name it .png or .jpg");
        }
        if (picture && PictureSequence.of(target).isPresent()) {
            throw new MediaException(
                    ErrorKind.USAGE, "output " + target + ": one picture does not fill a sequence; name it without %");
        }
        if (!picture && pictureName) {
            throw new MediaException(
                    ErrorKind.USAGE, "output " + target + ": the result is a video; name it .mp4, .mov, .mkv or .webm");
        }
    }

    /** Fails unless the values go together, and there is a place for the result. From here on, an IllegalArgumentException is a mistake of the program. */
    static void values(StyleTransferRequest request) {
        Usage.check(() -> {
            boolean ties =
                    EffortChoice.first(request, warning -> {}).method().ties().any();
            if (ties && request.machine().motion().isPresent()) {
                throw new IllegalArgumentException(MotionTransfer.NO_TIES);
            }
            if (request.schedule().moves()) {
                requireMovable(request);
            }
            request.filters().check();
            if (!request.ofPicture()) {
                request.target().encoder();
            }
        });
        if (request.ofPicture()) {
            OutputFiles.requirePlace(request.target().file());
        } else {
            FramePipeline.requireWritable(request.target().file());
        }
    }

    /** Fails if a style that moves in time meets what needs one style, or one palette, for all frames. */
    private static void requireMovable(StyleTransferRequest request) {
        String moves = "styles at times";
        require(
                !request.ofPicture(),
                moves + " are for videos, " + request.source().file() + " is a picture");
        require(
                request.machine().motion().isEmpty(),
                moves + " and a motion module: its windows have one style each; leave one of them away");
        require(
                request.masks().files().isEmpty(),
                moves + " and masks: each mask belongs to one style for the whole video; leave one of them away");
        require(
                request.method().appearance().paletteScope() != PaletteScope.FILM,
                moves + " and one palette for the film: the palette moves with the style; leave one of them away");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * Fails if the input is so long for its width that it would be huge inside the model.
     *
     * @param width  of its frames
     * @param height of its frames
     */
    static void shape(Path input, StyleTransfer transfer, int width, int height) {
        try {
            transfer.geometry(width, height);
        } catch (PictureShapeException e) {
            throw new MediaException(ErrorKind.BAD_INPUT, "input " + input + ": " + e.getMessage(), e);
        }
    }
}
