package org.zvideo.core;

/**
 * The sizes a frame has on its way through the model: scaled so that its short side is what the model likes, then
 * edge-padded to what VAE and U-Net divide evenly; the way back crops and scales to the source's size.
 *
 * @param sourceWidth  of the frame as it comes and goes
 * @param sourceHeight of the same
 * @param width        after scaling
 * @param height       after scaling
 * @param paddedWidth  a multiple of the model's
 * @param paddedHeight a multiple of the model's
 */
public record FrameGeometry(int sourceWidth, int sourceHeight, int width, int height, int paddedWidth,
                            int paddedHeight) {
    /** The geometry of a frame for a short side inside and the model's pixel multiple. */
    public static FrameGeometry of(int sourceWidth, int sourceHeight, int shortSide, int multiple) {
        double scale = shortSide / (double) Math.min(sourceWidth, sourceHeight);
        int width = sourceWidth <= sourceHeight ? shortSide : (int) Math.round(sourceWidth * scale);
        int height = sourceHeight <= sourceWidth ? shortSide : (int) Math.round(sourceHeight * scale);
        return new FrameGeometry(sourceWidth, sourceHeight, width, height, up(width, multiple), up(height, multiple));
    }

    private static int up(int size, int multiple) {
        return (size + multiple - 1) / multiple * multiple;
    }
}
