package org.zvideo.core.image;

/**
 * The sizes a frame has on its way through the model: scaled so that its short side is what the model likes, then
 * edge-padded to what VAE and U-Net divide evenly; the way back crops and scales to the source's size.
 *
 * <p>The limit is on what is computed: the short side is brought to the model's size and the long one follows, so that a
 * file of few pixels could ask for millions of them inside.
 *
 * @param sourceWidth  of the frame as it comes and goes
 * @param sourceHeight of the same
 * @param width        after scaling
 * @param height       after scaling
 * @param paddedWidth  a multiple of the model's
 * @param paddedHeight a multiple of the model's
 */
public record FrameGeometry(
        int sourceWidth, int sourceHeight, int width, int height, int paddedWidth, int paddedHeight) {
    /** A frame may be at most this many times as long as wide; it costs at least that many times as much as a square one. */
    public static final int LONGEST = 16;
    /** The same limit for a style: of a longer one only the middle is used, which is as good as the whole. */
    public static final int LONGEST_STYLE = 4;

    /**
     * The geometry of a frame for a short side inside and the model's pixel multiple.
     *
     * @throws PictureShapeException if the frame is too long for its width
     */
    public static FrameGeometry of(int sourceWidth, int sourceHeight, int shortSide, int multiple) {
        if (longerThan(sourceWidth, sourceHeight, LONGEST)) {
            throw new PictureShapeException(sourceWidth, sourceHeight, shortSide);
        }
        double scale = shortSide / (double) Math.min(sourceWidth, sourceHeight);
        int width = sourceWidth <= sourceHeight ? shortSide : (int) Math.round(sourceWidth * scale);
        int height = sourceHeight <= sourceWidth ? shortSide : (int) Math.round(sourceHeight * scale);
        return new FrameGeometry(sourceWidth, sourceHeight, width, height, up(width, multiple), up(height, multiple));
    }

    private static boolean longerThan(int width, int height, int most) {
        return Math.max(width, height) > (long) most * Math.min(width, height);
    }

    /** What is used of a style: all of it, or the middle of one that is too long for its width. */
    public static RgbImage usedOf(RgbImage style) {
        if (!longerThan(style.width(), style.height(), LONGEST_STYLE)) {
            return style;
        }
        int width = Math.min(style.width(), LONGEST_STYLE * style.height());
        int height = Math.min(style.height(), LONGEST_STYLE * style.width());
        RgbImage middle = new RgbImage(width, height);
        int left = (style.width() - width) / 2;
        int top = (style.height() - height) / 2;
        for (int y = 0; y < height; y++) {
            System.arraycopy(
                    style.pixels(), 3 * ((top + y) * style.width() + left), middle.pixels(), 3 * y * width, 3 * width);
        }
        return middle;
    }

    private static int up(int size, int multiple) {
        return (size + multiple - 1) / multiple * multiple;
    }
}
