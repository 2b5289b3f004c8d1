package org.zvideo.video;

import java.nio.file.Path;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.picture.Picture;
import org.zvideo.video.picture.StillImage;

/** Reads one of a sequence of numbered pictures, so that what is wrong with it can be said of the sequence. */
final class NumberedPicture {
    /** Before what to do about a picture that is whole, but of a kind that is not read. */
    private static final String ADVICE = "; ";

    private NumberedPicture() {}

    /**
     * Reads a picture.
     *
     * @throws MediaException whose finding begins with the picture's name
     */
    static Picture read(Path file) {
        try {
            return StillImage.readFrame(file);
        } catch (MediaException e) {
            int name = e.finding().indexOf(file.toString())
                    + file.toString().length()
                    - file.getFileName().toString().length();
            throw new MediaException(e.kind(), e.finding().substring(name), e);
        }
    }

    /** Whether an error of {@link #read} is that a picture is damaged. */
    static boolean isDamage(MediaException error, Path file) {
        return error.kind() == ErrorKind.BAD_INPUT
                && error.finding().indexOf(ADVICE, file.getFileName().toString().length()) < 0;
    }
}
