package org.zvideo.video.strokes;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.PCA;

/**
 * The patches of a painting's round trip, as keys by which patches of a picture find them. A patch is described by the features
 * of every third pixel in each direction, and of that by its {@value #COMPONENTS} largest principal components.
 */
final class PatchKeys {
    /** Numbers of a key. */
    static final int COMPONENTS = 14;

    /** Distance of keys in the painting, in pixels. */
    private static final int STRIDE = 2;

    private static final int SAMPLING = 3;
    private static final int SAMPLES = PatchGrid.PATCH / SAMPLING;
    private static final int DESCRIPTION = SAMPLES * SAMPLES * StrokeFeatures.CHANNELS;
    /** Patches of which the components are made. */
    private static final int LEARNED = 4000;

    private final double[] deviation;
    private final PatchGrid rows;
    private final PatchGrid columns;
    /** Mean of the descriptions. */
    private final float[] mean;
    /** The components: of each number of a description its shares in them. */
    private final float[] shares;

    private final float[] keys;
    private final KeyTree tree;

    /**
     * Prepares the keys.
     *
     * @param roundTrip features of the painting's round trip
     * @param deviation to which the features of both sides are brought
     * @param factor    how many times the least cost a match may cost that is found in its place; 1 for the least
     */
    PatchKeys(StrokeFeatures roundTrip, double[] deviation, double factor) {
        this.deviation = deviation.clone();
        this.rows = PatchGrid.of(roundTrip.height(), STRIDE);
        this.columns = PatchGrid.of(roundTrip.width(), STRIDE);
        this.mean = new float[DESCRIPTION];
        this.shares = new float[DESCRIPTION * COMPONENTS];
        StrokeFeatures spread = roundTrip.spread(deviation);
        learn(spread);
        this.keys = projected(spread, rows, columns);
        this.tree = new KeyTree(keys, COMPONENTS, factor);
    }

    private void learn(StrokeFeatures features) {
        int count = rows.count() * columns.count();
        int learned = Math.min(LEARNED, count);
        float[] descriptions = new float[learned * DESCRIPTION];
        for (int n = 0; n < learned; n++) {
            int patch = (int) ((long) n * count / learned);
            describe(
                    features,
                    rows.corner(patch / columns.count()),
                    columns.corner(patch % columns.count()),
                    descriptions,
                    n * DESCRIPTION);
        }
        try (PointerScope scope = new PointerScope()) {
            Mat data = new Mat(learned, DESCRIPTION, CV_32F);
            data.<FloatBuffer>createBuffer().put(descriptions);
            PCA pca = new PCA(data, new Mat(), PCA.DATA_AS_ROW, COMPONENTS);
            pca.mean().<FloatBuffer>createBuffer().get(mean);
            float[] vectors = new float[pca.eigenvectors().rows() * DESCRIPTION];
            pca.eigenvectors().<FloatBuffer>createBuffer().get(vectors);
            for (int n = 0; n < vectors.length; n++) {
                shares[n % DESCRIPTION * COMPONENTS + n / DESCRIPTION] = vectors[n];
            }
        }
    }

    private static void describe(StrokeFeatures features, int y, int x, float[] description, int at) {
        int to = at;
        for (int dy = 0; dy < PatchGrid.PATCH; dy += SAMPLING) {
            for (int dx = 0; dx < PatchGrid.PATCH; dx += SAMPLING) {
                System.arraycopy(
                        features.values(),
                        StrokeFeatures.CHANNELS * ((y + dy) * features.width() + x + dx),
                        description,
                        to,
                        StrokeFeatures.CHANNELS);
                to += StrokeFeatures.CHANNELS;
            }
        }
    }

    /** The keys of the patches on a grid, row by row. */
    private float[] projected(StrokeFeatures features, PatchGrid gridRows, PatchGrid gridColumns) {
        float[] result = new float[gridRows.count() * gridColumns.count() * COMPONENTS];
        IntStream.range(0, gridRows.count()).parallel().forEach(i -> {
            float[] description = new float[DESCRIPTION];
            float[] key = new float[COMPONENTS];
            for (int j = 0; j < gridColumns.count(); j++) {
                describe(features, gridRows.corner(i), gridColumns.corner(j), description, 0);
                Arrays.fill(key, 0);
                for (int d = 0; d < DESCRIPTION; d++) {
                    float value = description[d] - mean[d];
                    for (int c = 0; c < COMPONENTS; c++) {
                        key[c] += value * shares[d * COMPONENTS + c];
                    }
                }
                System.arraycopy(key, 0, result, (i * gridColumns.count() + j) * COMPONENTS, COMPONENTS);
            }
        });
        return result;
    }

    /** Whether these keys may still be used with features that would meet the painting's elsewhere. */
    boolean suit(double[] otherDeviation, double factor) {
        for (int c = 0; c < deviation.length; c++) {
            double ratio = otherDeviation[c] / deviation[c];
            if (ratio > factor || ratio < 1 / factor) {
                return false;
            }
        }
        return true;
    }

    /** The keys of a picture's patches, row by row. */
    float[] queries(StrokeFeatures picture, PatchGrid gridRows, PatchGrid gridColumns) {
        return projected(picture.spread(deviation), gridRows, gridColumns);
    }

    /**
     * The patch of the painting that is most like a patch of the picture.
     *
     * @param at    where the patch's key begins
     * @param bound the square of a cost; patches that cost as much or more are not looked for
     */
    KeyTree.Nearest nearest(float[] queries, int at, float bound) {
        return tree.nearest(queries, at, bound);
    }

    int row(int patch) {
        return rows.corner(patch / columns.count());
    }

    int column(int patch) {
        return columns.corner(patch % columns.count());
    }

    /** The nearest place at which a patch lies inside the painting. */
    float insideRow(double y) {
        return (float) Math.max(0, Math.min(rows.last(), y));
    }

    /** The nearest place at which a patch lies inside the painting. */
    float insideColumn(double x) {
        return (float) Math.max(0, Math.min(columns.last(), x));
    }

    /** How much a patch of the picture differs from the patch of the painting at a place, as far as there are keys near it. */
    double cost(float[] queries, int at, double y, double x) {
        int key = (rows.nearest(y) * columns.count() + columns.nearest(x)) * COMPONENTS;
        float sum = 0;
        for (int c = 0; c < COMPONENTS; c++) {
            float difference = keys[key + c] - queries[at + c];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
