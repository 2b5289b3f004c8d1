package org.zvideo.video;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * How the result is encoded.
 *
 * @param codec the video codec
 * @param quality 0 (best) to the codec's worst
 * @param firstNumber the number of the first numbered picture; empty for the number of the source's picture, or 1 if
 *     the source is a video
 */
public record EncoderSettings(VideoCodec codec, int quality, OptionalLong firstNumber) {
    public EncoderSettings(VideoCodec codec, int quality) {
        this(codec, quality, OptionalLong.empty());
    }

    public EncoderSettings {
        if (firstNumber.isPresent() && firstNumber.getAsLong() < 0) {
            throw new IllegalArgumentException("first number " + firstNumber.getAsLong() + ": expected 0 or more");
        }
        if (codec.worstQuality() == 0 && quality != 0) {
            throw new IllegalArgumentException("quality " + quality + ": "
                    + codec.name().toLowerCase(Locale.ROOT) + " has none to choose; leave it away");
        }
        if (quality < 0 || quality > codec.worstQuality()) {
            throw new IllegalArgumentException(
                    "quality " + quality + ": expected 0 (best) to " + codec.worstQuality() + " with this codec");
        }
    }
}
