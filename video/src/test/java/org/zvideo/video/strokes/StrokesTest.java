package org.zvideo.video.strokes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.AppearanceCase;
import org.zvideo.video.AppearanceCase.Values;

class StrokesTest {
    private static final AppearanceCase GOLDEN = new AppearanceCase("strokes");
    private static final Brushwork BRUSHWORK = Brushwork.of(GOLDEN.picture("painting"), GOLDEN.picture("roundtrip"));
    private static final float LEVEL = 2 / 255f; // of values in −1…1

    /** The motion of the golden case's second frame. */
    private static Motion motion() {
        Values values = GOLDEN.read("motion");
        int pixels = values.values().length / 3;
        float[] y = new float[pixels];
        float[] x = new float[pixels];
        boolean[] trusted = new boolean[pixels];
        for (int n = 0; n < pixels; n++) {
            y[n] = (float) values.values()[3 * n];
            x[n] = (float) values.values()[3 * n + 1];
            trusted[n] = values.values()[3 * n + 2] == 1;
        }
        return new Motion(values.shape()[1], x, y, trusted);
    }

    /** A motion by the same way everywhere. */
    private static Motion moved(int width, int height, double down, double right) {
        float[] y = new float[width * height];
        float[] x = new float[width * height];
        boolean[] trusted = new boolean[width * height];
        for (int n = 0; n < y.length; n++) {
            y[n] = (float) (Math.floorDiv(n, width) + down);
            x[n] = (float) (n % width + right);
            trusted[n] = x[n] >= 0 && x[n] <= width - 1 && y[n] >= 0 && y[n] <= height - 1;
        }
        return new Motion(width, x, y, trusted);
    }

    /** Oracle: the reference. The layer is compared on every second pixel of every second row, which the case holds. */
    private static void assertReference(int frame, Strokes strokes, FloatImage layer) {
        Correspondence matches = strokes.matches();
        Values patches = GOLDEN.read("patches" + frame);
        Values places = GOLDEN.read("matches" + frame);
        for (int n = 0; n < matches.top().length; n++) {
            String patch = "patch " + n;
            assertEquals(patches.values()[2 * n], matches.top()[n], 1e-3, patch);
            assertEquals(patches.values()[2 * n + 1], matches.left()[n], 1e-3, patch);
            assertEquals(places.values()[2 * n], matches.y()[n], 1e-3, patch);
            assertEquals(places.values()[2 * n + 1], matches.x()[n], 1e-3, patch);
        }
        Values expected = GOLDEN.read("layer" + frame);
        int row = 3 * expected.shape()[1];
        for (int n = 0; n < expected.values().length; n++) {
            int pixel = 2 * (n / row) * layer.width() + 2 * (n % row / 3);
            assertEquals(2 * expected.values()[n], layer.values()[3 * pixel + n % 3], LEVEL, "value " + n);
        }
    }

    @Test
    void theStrokesOfAPictureAreTheReferences() {
        Strokes strokes = new Strokes(BRUSHWORK, 1);
        FloatImage layer = strokes.next(GOLDEN.picture("picture0"), Optional.empty());
        assertReference(0, strokes, layer);
        assertEquals(0, strokes.measures().kept());
    }

    @Test
    void theStrokesOfTheNextFrameAreTheReferences() {
        Strokes strokes = new Strokes(BRUSHWORK, 1);
        strokes.next(GOLDEN.picture("picture0"), Optional.empty());
        FloatImage layer = strokes.next(GOLDEN.picture("picture1"), Optional.of(motion()));
        assertReference(1, strokes, layer);
        assertTrue(
                strokes.measures().kept() > 0.7 && strokes.measures().kept() < 0.95,
                strokes.measures().toString());
    }

    /** Oracle: nothing minus nothing. */
    @Test
    void aPaintingThatLostNothingHasNoStrokes() {
        FloatImage roundTrip = GOLDEN.picture("roundtrip");
        FloatImage layer =
                new Strokes(Brushwork.of(roundTrip, roundTrip)).next(GOLDEN.picture("picture0"), Optional.empty());
        assertArrayEquals(new float[layer.values().length], layer.values());
    }

    /** Oracle: the place itself. */
    @Test
    void aPictureThatIsThePaintingFindsItself() {
        Strokes strokes = new Strokes(BRUSHWORK);
        strokes.next(GOLDEN.picture("roundtrip"), Optional.empty());
        Correspondence matches = strokes.matches();
        int same = 0;
        for (int n = 0; n < matches.top().length; n++) {
            same += Math.abs(matches.top()[n] - matches.y()[n]) <= 1
                            && Math.abs(matches.left()[n] - matches.x()[n]) <= 1
                    ? 1
                    : 0;
        }
        assertTrue(same >= 0.85 * matches.top().length, same + " of " + matches.top().length);
    }

    /** A part of the round trip that begins at a place between pixels, so that its motion is known exactly. */
    private static FloatImage part(double top, double left) {
        FloatImage whole = GOLDEN.picture("roundtrip");
        int width = 72;
        int height = 48;
        float[] values = new float[3 * width * height];
        for (int n = 0; n < values.length; n++) {
            int row = n / 3 / width;
            int column = n / 3 % width;
            values[n] = (float) sample(whole, top + row, left + column, n % 3);
        }
        return new FloatImage(width, height, values);
    }

    private static double sample(FloatImage image, double y, double x, int channel) {
        int top = (int) Math.min(y, image.height() - 2.0);
        int left = (int) Math.min(x, image.width() - 2.0);
        double v = y - top;
        double u = x - left;
        int at = 3 * (top * image.width() + left) + channel;
        int below = at + 3 * image.width();
        float[] values = image.values();
        return (1 - v) * ((1 - u) * values[at] + u * values[at + 3])
                + v * ((1 - u) * values[below] + u * values[below + 3]);
    }

    /** The layers of a clip whose parts move on by a way each frame. */
    private static List<FloatImage> clip(double down, double right, int frames) {
        Strokes strokes = new Strokes(BRUSHWORK);
        List<FloatImage> layers = new ArrayList<>();
        for (int n = 0; n < frames; n++) {
            FloatImage picture = part(2 + n * down, 2 + n * right);
            layers.add(strokes.next(
                    picture,
                    n == 0 ? Optional.empty() : Optional.of(moved(picture.width(), picture.height(), down, right))));
            assertTrue(
                    n == 0 || strokes.measures().kept() > 0.8,
                    strokes.measures().toString());
        }
        return layers;
    }

    /** The root mean square of layer − W before over what was visible before, over the layer's deviation. */
    private static double change(FloatImage layer, FloatImage before, double down, double right) {
        double squares = 0;
        double energy = 0;
        int count = 0;
        for (int y = 0; y + down <= layer.height() - 1; y++) {
            for (int x = 0; x + right <= layer.width() - 1; x++) {
                for (int c = 0; c < 3; c++) {
                    double value = layer.values()[3 * (y * layer.width() + x) + c];
                    double difference = value - sample(before, y + down, x + right, c);
                    squares += difference * difference;
                    energy += value * value;
                    count++;
                }
            }
        }
        return count == 0 ? Double.NaN : Math.sqrt(squares / energy);
    }

    /** Oracle: the known motion, by whole pixels of the layer. At the edge other strokes come. */
    @Test
    void strokesStickToWhatMoves() {
        double down = 0.5;
        double right = 2.5;
        List<FloatImage> layers = clip(down, right, 8);
        for (int n = 1; n < layers.size(); n++) {
            double change = change(layers.get(n), layers.get(n - 1), 2 * down, 2 * right);
            assertTrue(change < 0.25, "frame " + n + ": " + change);
        }
    }

    /** Oracle: the first frame moved by the whole way, where what it shows is still visible. */
    @Test
    void strokesStickToWhatMovesForLong() {
        double right = 0.4;
        List<FloatImage> layers = clip(0, right, 16);
        double change = change(layers.get(15), layers.get(0), 0, 2 * 15 * right);
        assertTrue(change < 0.15, "change " + change);
    }

    @Test
    void aStillClipKeepsItsStrokes() {
        RgbImage frame = GOLDEN.image("picture0");
        FloatImage picture = GOLDEN.picture("picture0");
        Strokes strokes = new Strokes(BRUSHWORK);
        FloatImage first = strokes.next(picture, Optional.empty());
        for (int n = 0; n < 3; n++) {
            assertEquals(first, strokes.next(picture, Optional.of(TestMotion.between(frame, frame))));
            assertEquals(1, strokes.measures().kept());
        }
    }

    /** Oracle: a thing that has turned from light to dark finds the strokes that it would find without a past. */
    @Test
    void strokesDoNotOutliveTheirReason() {
        FloatImage picture = GOLDEN.picture("picture0");
        float[] turned = picture.values().clone();
        for (int n = 0; n < turned.length; n++) {
            turned[n] = -turned[n];
        }
        Strokes strokes = new Strokes(BRUSHWORK);
        strokes.next(picture, Optional.empty());
        strokes.next(
                new FloatImage(picture.width(), picture.height(), turned),
                Optional.of(moved(picture.width(), picture.height(), 0, 0)));
        assertTrue(strokes.measures().kept() < 0.8, strokes.measures().toString());
    }

    /** Oracle: the strokes without a past. A frame before it that was almost black, and gray, says nothing of contrast. */
    @Test
    void aFilmThatFadesInIsComparedAsItIs() {
        FloatImage picture = GOLDEN.picture("picture0");
        float[] dark = picture.values().clone();
        for (int n = 0; n < dark.length; n++) {
            dark[n] = picture.values()[n - n % 3] / 50 - 0.9f;
        }
        Motion motion = moved(picture.width(), picture.height(), 0, 0);
        Motion untrusted = new Motion(picture.width(), motion.x(), motion.y(), new boolean[motion.trusted().length]);
        Strokes strokes = new Strokes(BRUSHWORK);
        strokes.next(new FloatImage(picture.width(), picture.height(), dark), Optional.empty());
        assertEquals(
                new Strokes(BRUSHWORK).next(picture, Optional.empty()), strokes.next(picture, Optional.of(untrusted)));
    }

    /** Oracle: the same work by one thread. */
    @Test
    void theNumberOfThreadsChangesNoBit() throws Exception {
        FloatImage alone = new ForkJoinPool(1).submit(StrokesTest::second).get();
        for (int threads : new int[] {2, 5}) {
            assertEquals(
                    alone, new ForkJoinPool(threads).submit(StrokesTest::second).get());
        }
    }

    private static FloatImage second() {
        Strokes strokes = new Strokes(Brushwork.of(GOLDEN.picture("painting"), GOLDEN.picture("roundtrip")));
        FloatImage first = strokes.next(GOLDEN.picture("picture0"), Optional.empty());
        FloatImage layer = strokes.next(GOLDEN.picture("picture1"), Optional.of(motion()));
        assertNotEquals(first, layer);
        return layer;
    }

    @Test
    void whatDoesNotFitIsRefused() {
        FloatImage small = new FloatImage(14, 40, new float[3 * 14 * 40]);
        assertThrows(IllegalArgumentException.class, () -> new Strokes(BRUSHWORK).next(small, Optional.empty()));
        FloatImage roundTrip = GOLDEN.picture("roundtrip");
        assertThrows(IllegalArgumentException.class, () -> Brushwork.of(small, roundTrip));
        assertThrows(IllegalStateException.class, () -> new Strokes(BRUSHWORK).measures());
    }
}
