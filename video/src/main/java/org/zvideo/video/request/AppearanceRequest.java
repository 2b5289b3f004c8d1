package org.zvideo.video.request;

/**
 * What is done to a picture after the model: colors of the painting, its brushwork, and detail of the source. All of it is
 * zvideo's own, not the paper's (docs/method.md), and can be changed afterwards without the model.
 *
 * @param palette      0 to 1: how far colors are moved to the distribution of the painting's
 * @param paletteScope for which frames one map of colors is made
 * @param strokes      0 to 1: the share of the painting's brushwork that is laid over the picture
 * @param strokeSize   scale of that brushwork, 1 for the painting as the model sees it
 * @param detail       0 to 1: the share of the source's detail that is put back
 */
public record AppearanceRequest(
        double palette, PaletteScope paletteScope, double strokes, double strokeSize, double detail) {
    private static final double SMALLEST = 0.25;
    private static final double LARGEST = 4;

    /** The measured defaults (docs/gallery.md). */
    public static final AppearanceRequest DEFAULT = new AppearanceRequest(0.8, PaletteScope.SHOT, 0.5, 1, 1);

    /** The model's picture as it is: what the paper's tables are made with. */
    public static final AppearanceRequest NONE = new AppearanceRequest(0, PaletteScope.SHOT, 0, 1, 0);

    public AppearanceRequest {
        requireShare("palette", palette);
        requireShare("strokes", strokes);
        requireShare("detail", detail);
        if (!(strokeSize >= SMALLEST && strokeSize <= LARGEST)) {
            throw new IllegalArgumentException(
                    "stroke size " + strokeSize + ": expected " + SMALLEST + " to " + LARGEST);
        }
    }

    private static void requireShare(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(what + " " + share + ": expected 0 to 1");
        }
    }

    /** What a request leaves open is this: the paper has none of it. */
    public static AppearanceRequest standard(boolean paper) {
        return paper ? NONE : DEFAULT;
    }
}
