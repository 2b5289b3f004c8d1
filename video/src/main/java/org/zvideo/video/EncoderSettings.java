package org.zvideo.video;

import java.util.Locale;

/**
 * How the result is encoded.
 *
 * @param codec   of the video
 * @param quality 0 (best) to the codec's worst
 */
public record EncoderSettings(VideoCodec codec, int quality) {
    public EncoderSettings {
        if (codec.worstQuality() == 0 && quality != 0) {
            throw new IllegalArgumentException("quality " + quality + ": " + codec.name().toLowerCase(Locale.ROOT)
                    + " has none to choose; leave it away");
        }
        if (quality < 0 || quality > codec.worstQuality()) {
            throw new IllegalArgumentException("quality " + quality + ": expected 0 (best) to " + codec.worstQuality()
                    + " with this codec");
        }
    }
}
