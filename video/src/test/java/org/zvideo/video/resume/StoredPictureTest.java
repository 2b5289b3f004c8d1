package org.zvideo.video.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.video.stage.Slot;

class StoredPictureTest {
    private static final FrameGeometry SIZE = FrameGeometry.of(97, 65, 32, 8);
    private static final Random RANDOM = new Random(3);

    /** Oracle: the picture that was stored, bit by bit; and before it was rounded, half a level of 65,535. */
    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 1", "true, 2", "true, 3", "true, 4"})
    void whatIsStoredComesBackWithItsBits(boolean roundTrip, int styles) throws IOException {
        List<FloatPlane> shares = new ArrayList<>();
        for (int n = 0; n < styles; n++) {
            shares.add(new FloatPlane(SIZE.width(), SIZE.height(), values(1, 0.5f, 0.5f)));
        }
        ModelPicture exact = new ModelPicture(image(), roundTrip ? Optional.of(image()) : Optional.empty(), shares);
        ModelPicture rounded = exact.rounded();
        StoredParts parts = StoredParts.of(rounded, Set.of(Slot.SHARES));
        assertEquals(rounded, StoredPicture.decode(StoredPicture.encode(rounded), parts));
        for (int n = 0; n < exact.decoded().values().length; n++) {
            double clamped = Math.max(-1, Math.min(1, exact.decoded().values()[n]));
            assertEquals(clamped, rounded.decoded().values()[n], 1.0 / 65_535 + 1e-7);
        }
    }

    /** Oracle: the height: 32 rows are not three pictures. */
    @Test
    void whatHoldsSomethingElseIsRefused() {
        ModelPicture picture = new ModelPicture(image(), Optional.empty(), List.of());
        StoredParts parts = StoredParts.of(picture, Set.of());
        byte[] png = StoredPicture.encode(picture);
        assertThrows(IOException.class, () -> StoredPicture.decode(png, new StoredParts(true, 1)));
        assertThrows(IOException.class, () -> StoredPicture.decode(new byte[] {1, 2, 3}, parts));
    }

    private static FloatImage image() {
        return new FloatImage(SIZE.width(), SIZE.height(), values(3, 1.2f, 0));
    }

    private static float[] values(int channels, float range, float middle) {
        float[] values = new float[channels * SIZE.width() * SIZE.height()];
        for (int n = 0; n < values.length; n++) {
            values[n] = middle + range * (2 * RANDOM.nextFloat() - 1);
        }
        return values;
    }
}
