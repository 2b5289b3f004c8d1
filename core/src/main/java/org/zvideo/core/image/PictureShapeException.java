package org.zvideo.core.image;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** A picture that is so long for its width that it would be huge inside the model. */
public final class PictureShapeException extends ZvideoException {
    private static final long serialVersionUID = 1;

    PictureShapeException(int width, int height, int shortSide) {
        super(
                ErrorKind.BAD_INPUT,
                "a picture of " + width + "x" + height + " would be "
                        + (width < height
                                ? shortSide + "x" + inside(height, width, shortSide)
                                : inside(width, height, shortSide) + "x" + shortSide)
                        + " inside the model: its long side is more than "
                        + FrameGeometry.LONGEST + " times its short one; crop it, or cut it into pieces");
    }

    private static long inside(int longSide, int side, int shortSide) {
        return Math.round(longSide * (double) shortSide / side);
    }
}
