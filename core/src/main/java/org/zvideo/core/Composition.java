package org.zvideo.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.Resized;
import org.zvideo.core.image.RgbImage;

/**
 * Makes the result of a frame in the frame's own size, row by row: of what the model made only a few rows at a time are enlarged,
 * so that frames of any size need little memory. Rows depend on no other rows of the result, and are made in parallel.
 */
final class Composition {
    /** Rows that one thread makes of enlarged rows that they share. */
    private static final int STRIP = 64;

    private static final float HALF_RANGE = 127.5f;
    private static final float RED = 0.2126f;
    private static final float GREEN = 0.7152f;
    private static final float BLUE = 0.0722f;

    private final RgbImage source;
    private final Exposure exposure;
    private final Resized decoded;
    private final Optional<Detail> detail;
    private final Optional<Strokes> strokes;
    private final Optional<Resized> cover;
    private final float strength;
    private final float contentColors;

    /** The frame's detail; {@code matrices} is A. */
    private record Detail(float share, Resized roundTrip, Resized matrices) {}

    private record Strokes(float share, Resized layer) {}

    /**
     * Of one frame.
     *
     * @param source        the frame in even light
     * @param exposure      the film's own frame and its light
     * @param strength      0…1: how far the result is faded in over the film's frame
     * @param contentColors 0…1: how far it takes the film's own colors
     * @throws IllegalArgumentException if detail is wanted and the picture has no round trip
     */
    Composition(
            ModelPicture picture,
            RgbImage source,
            Restoration restoration,
            Exposure exposure,
            double strength,
            double contentColors) {
        this.source = source;
        this.exposure = exposure;
        this.strength = (float) (strength * exposure.styled());
        this.contentColors = (float) contentColors;
        this.decoded = enlarged(picture.decoded());
        this.detail = restoration
                .matrices()
                .filter(matrices -> restoration.detail() > 0)
                .map(matrices -> new Detail(
                        (float) restoration.detail(),
                        enlarged(picture.roundTrip()
                                .orElseThrow(() ->
                                        new IllegalArgumentException("detail needs the round trip of the frame"))),
                        Resized.of(matrices, source.width(), source.height())));
        this.strokes = restoration
                .layer()
                .filter(layer -> restoration.strokes() > 0)
                .map(layer -> new Strokes((float) restoration.strokes(), enlarged(layer)));
        this.cover = detail.isPresent() ? cover(picture.shares()) : Optional.empty();
    }

    private Resized enlarged(FloatImage image) {
        return Resized.of(image, source.width(), source.height());
    }

    /** How far all styles together act at each pixel; nothing where that is everywhere. */
    private Optional<Resized> cover(List<FloatPlane> shares) {
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        float[] sum = new float[shares.get(0).values().length];
        for (FloatPlane share : shares) {
            for (int pixel = 0; pixel < sum.length; pixel++) {
                sum[pixel] = Math.min(1, sum[pixel] + share.values()[pixel]);
            }
        }
        FloatPlane plane = new FloatPlane(shares.get(0).width(), shares.get(0).height(), sum);
        return Optional.of(Resized.of(plane, source.width(), source.height()));
    }

    RgbImage image() {
        RgbImage image = new RgbImage(source.width(), source.height());
        IntStream.range(0, (source.height() + STRIP - 1) / STRIP)
                .parallel()
                .forEach(strip ->
                        new Strip(STRIP * strip, Math.min(source.height(), STRIP * (strip + 1))).write(image));
        return image;
    }

    /** Some rows of the result, made by one thread. */
    private final class Strip {
        private final int from;
        private final int to;
        private final int width = source.width();
        /** The frame in even light. */
        private final float[] frame = new float[3 * width];
        /** The film's own frame. */
        private final float[] film = exposure.gain() == 1 ? frame : new float[3 * width];

        private final float[] row = new float[3 * width];
        private final float[] added = new float[3 * width];
        private final float[] matrices = new float[detail.isPresent() ? 9 * width : 0];

        private Strip(int from, int to) {
            this.from = from;
            this.to = to;
        }

        private void write(RgbImage image) {
            Resized.Rows pictures = decoded.rows(from, to);
            Optional<Resized.Rows> roundTrips = detail.map(of -> of.roundTrip.rows(from, to));
            Optional<Resized.Rows> maps = detail.map(of -> of.matrices.rows(from, to));
            Optional<Resized.Rows> layers = strokes.map(of -> of.layer.rows(from, to));
            Optional<Resized.Rows> covers = cover.map(of -> of.rows(from, to));
            for (int y = from; y < to; y++) {
                int number = y;
                read(source, y, frame);
                if (exposure.gain() != 1) {
                    read(exposure.film(), y, film);
                }
                pictures.read(y, row);
                roundTrips.ifPresent(rows -> rows.read(number, added));
                maps.ifPresent(rows -> {
                    rows.read(number, matrices);
                    addDetail(detail.orElseThrow().share);
                });
                layers.ifPresent(rows -> {
                    rows.read(number, added);
                    addStrokes(strokes.orElseThrow().share);
                });
                clamp();
                putBackLight((float) exposure.gain());
                covers.ifPresent(rows -> {
                    rows.read(number, added);
                    uncover(detail.orElseThrow().share);
                });
                takeColors(contentColors);
                fade(strength);
                round(image.pixels(), 3 * width * y);
            }
        }

        private void read(RgbImage image, int y, float[] into) {
            for (int n = 0; n < into.length; n++) {
                into[n] = (image.pixels()[3 * width * y + n] & 0xff) / HALF_RANGE - 1;
            }
        }

        /** What the model could not represent of the frame, in the colors of the picture. */
        private void addDetail(float share) {
            for (int x = 0; x < width; x++) {
                int at = 3 * x;
                int a = 9 * x;
                float red = share * (frame[at] - added[at]);
                float green = share * (frame[at + 1] - added[at + 1]);
                float blue = share * (frame[at + 2] - added[at + 2]);
                for (int c = 0; c < 3; c++) {
                    row[at + c] += red * matrices[a + c] + green * matrices[a + 3 + c] + blue * matrices[a + 6 + c];
                }
            }
        }

        private void addStrokes(float share) {
            for (int n = 0; n < row.length; n++) {
                row[n] += share * added[n];
            }
        }

        private void clamp() {
            for (int n = 0; n < row.length; n++) {
                row[n] = Math.max(-1, Math.min(1, row[n]));
            }
        }

        private void putBackLight(float gain) {
            if (gain == 1) {
                return;
            }
            for (int n = 0; n < row.length; n++) {
                row[n] = (row[n] + 1) * gain - 1;
            }
        }

        /** Where no style acts the frame itself is shown, which is sharper than what the model makes of it. */
        private void uncover(float share) {
            for (int n = 0; n < row.length; n++) {
                row[n] += share * (1 - added[n / 3]) * (film[n] - row[n]);
            }
        }

        /** The frame's colors: its own plus the difference of the lightnesses (BT.709 luma). */
        private void takeColors(float share) {
            if (share == 0) {
                return;
            }
            for (int n = 0; n < row.length; n += 3) {
                float lighter = RED * (row[n] - film[n])
                        + GREEN * (row[n + 1] - film[n + 1])
                        + BLUE * (row[n + 2] - film[n + 2]);
                for (int c = n; c < n + 3; c++) {
                    row[c] = (1 - share) * row[c] + share * (film[c] + lighter);
                }
            }
        }

        private void fade(float share) {
            if (share == 1) {
                return;
            }
            for (int n = 0; n < row.length; n++) {
                row[n] = (1 - share) * film[n] + share * row[n];
            }
        }

        private void round(byte[] pixels, int at) {
            for (int n = 0; n < row.length; n++) {
                int level = (int) Math.rint((row[n] + 1) * HALF_RANGE);
                pixels[at + n] = (byte) Math.max(0, Math.min(255, level));
            }
        }
    }
}
