package org.zvideo.video.strokes;

/**
 * Where patches of {@value #PATCH} pixels stand along one side of a picture: at equal distances, and one more that ends at the
 * picture's edge if none of them does.
 */
final class PatchGrid {
    /** Side of a patch, in pixels. */
    static final int PATCH = 15;

    private final int[] corners;

    private PatchGrid(int[] corners) {
        this.corners = corners;
    }

    /**
     * A grid.
     *
     * @param length of the side, at least {@value #PATCH} pixels
     * @param step   between patches, in pixels
     */
    static PatchGrid of(int length, int step) {
        if (length < PATCH) {
            throw new IllegalArgumentException("side of " + length + " pixels: a patch has " + PATCH);
        }
        int last = length - PATCH;
        int[] corners = new int[(last + step - 1) / step + 1];
        for (int n = 0; n < corners.length; n++) {
            corners[n] = Math.min(n * step, last);
        }
        return new PatchGrid(corners);
    }

    int count() {
        return corners.length;
    }

    /** The first pixel of a patch. */
    int corner(int index) {
        return corners[index];
    }

    /** The last pixel at which a patch may begin. */
    int last() {
        return corners[corners.length - 1];
    }

    /** The patch whose corner is nearest to a place; the earlier one of two that are equally near. */
    int nearest(double place) {
        int step = corners.length > 1 ? corners[1] : 1;
        int below = (int) Math.max(0, Math.min(corners.length - 1.0, Math.floor(place / step)));
        return below + 1 < corners.length && corners[below + 1] - place < place - corners[below] ? below + 1 : below;
    }
}
