package org.zvideo.video.resume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/**
 * What the model made of a frame as a PNG: one below the other the picture, its round trip if there is one, and the shares
 * of the styles, three to a picture. Without loss for a {@linkplain ModelPicture#rounded rounded} picture.
 */
public final class StoredPicture {
    /** Bytes of a file. */
    public static final int LARGEST = StackedPictures.LARGEST;

    private static final int CHANNELS = 3;

    private StoredPicture() {}

    /** The file's bytes. */
    public static byte[] encode(ModelPicture picture) {
        List<short[]> levels = new ArrayList<>();
        levels.add(picture.decoded().levels());
        picture.roundTrip().ifPresent(image -> levels.add(image.levels()));
        for (int n = 0; n < picture.shares().size(); n += CHANNELS) {
            levels.add(interleaved(picture.shares()
                    .subList(n, Math.min(n + CHANNELS, picture.shares().size()))));
        }
        return new StackedPictures(picture.decoded().width(), picture.decoded().height(), levels).encode();
    }

    private static short[] interleaved(List<FloatPlane> shares) {
        short[] levels = new short[CHANNELS * shares.get(0).values().length];
        for (int c = 0; c < shares.size(); c++) {
            short[] share = shares.get(c).levels();
            for (int pixel = 0; pixel < share.length; pixel++) {
                levels[CHANNELS * pixel + c] = share[pixel];
            }
        }
        return levels;
    }

    /**
     * Reads what {@link #encode} wrote of a picture without other parts.
     *
     * @throws IOException if it is something else
     */
    public static ModelPicture decode(byte[] png) throws IOException {
        return decode(png, new StoredParts(false, null));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param parts what the file holds
     * @throws IOException if it holds something else
     */
    static ModelPicture decode(byte[] png, StoredParts parts) throws IOException {
        int shares = parts.shares() == null ? 0 : parts.shares();
        int ofShares = 1 + (parts.roundTrip() ? 1 : 0);
        StackedPictures stored = StackedPictures.decode(png, count(parts));
        List<FloatPlane> planes = new ArrayList<>();
        for (int n = 0; n < shares; n++) {
            planes.add(plane(stored.levels().get(ofShares + n / CHANNELS), n % CHANNELS, stored));
        }
        return new ModelPicture(
                image(stored, 0), parts.roundTrip() ? Optional.of(image(stored, 1)) : Optional.empty(), planes);
    }

    /** Number of the pictures below each other. */
    static int count(StoredParts parts) {
        int shares = parts.shares() == null ? 0 : parts.shares();
        return 1 + (parts.roundTrip() ? 1 : 0) + (shares + CHANNELS - 1) / CHANNELS;
    }

    private static FloatImage image(StackedPictures stored, int number) {
        return FloatImage.ofLevels(
                stored.width(), stored.height(), stored.levels().get(number));
    }

    private static FloatPlane plane(short[] levels, int channel, StackedPictures stored) {
        short[] share = new short[stored.width() * stored.height()];
        for (int pixel = 0; pixel < share.length; pixel++) {
            share[pixel] = levels[CHANNELS * pixel + channel];
        }
        return FloatPlane.ofLevels(stored.width(), stored.height(), share);
    }
}
