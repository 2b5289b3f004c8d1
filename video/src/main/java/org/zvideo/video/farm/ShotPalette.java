package org.zvideo.video.farm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.zvideo.video.palette.Palette;

/**
 * The one palette of a film, in a form that can be sent.
 *
 * @param shot number of the shot that made it: shots before it have none, and it makes it again itself
 * @param ways for each style its numbers, four bytes each with the least significant first, in Base64; empty for a style that
 *             acts nowhere
 */
public record ShotPalette(int shot, List<String> ways) {
    public ShotPalette {
        ways = List.copyOf(ways);
    }

    /** A palette that a shot made. */
    public static ShotPalette of(int shot, Palette palette) {
        return new ShotPalette(
                shot, palette.ways().stream().map(ShotPalette::text).toList());
    }

    private static String text(Optional<float[]> ways) {
        if (ways.isEmpty()) {
            return "";
        }
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * ways.get().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(ways.get());
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * The palette for a shot.
     *
     * @return empty for shots that have none, or make it themselves
     * @throws IllegalArgumentException if its numbers are damaged
     */
    public Optional<Palette> of(int other) {
        if (other <= shot) {
            return Optional.empty();
        }
        List<Optional<float[]>> all = new ArrayList<>();
        for (String text : ways) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
            float[] numbers = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(numbers);
            all.add(text.isEmpty() ? Optional.empty() : Optional.of(numbers));
        }
        return Optional.of(Palette.ofWays(all));
    }
}
