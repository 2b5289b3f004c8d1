package org.zvideo.video.flow;

/**
 * A point between the pixels of a picture, for bilinear interpolation in double precision: OpenCV's {@code remap} rounds points
 * to 1/32 of a pixel, which measures would show.
 *
 * @param topLeft  index of the first of the four pixels around the point; the other three likewise
 * @param fromLeft how far the point is from the left ones, 0…1
 * @param fromTop  how far it is from the upper ones
 */
record BilinearPoint(int topLeft, int topRight, int bottomLeft, int bottomRight, double fromLeft, double fromTop) {
    /** The point at these coordinates; outside the picture its edge continues. */
    static BilinearPoint at(double atX, double atY, int width, int height) {
        double x = within(atX, width);
        double y = within(atY, height);
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        return new BilinearPoint(
                top * width + left,
                top * width + right,
                bottom * width + left,
                bottom * width + right,
                x - left,
                y - top);
    }

    private static double within(double at, int size) {
        return at < 0 ? 0 : at > size - 1 ? size - 1 : at; // Math.min and Math.max are slower
    }

    /** What lies between the values of the four pixels. */
    double between(double ofTopLeft, double ofTopRight, double ofBottomLeft, double ofBottomRight) {
        double above = (1 - fromLeft) * ofTopLeft + fromLeft * ofTopRight;
        double below = (1 - fromLeft) * ofBottomLeft + fromLeft * ofBottomRight;
        return (1 - fromTop) * above + fromTop * below;
    }
}
