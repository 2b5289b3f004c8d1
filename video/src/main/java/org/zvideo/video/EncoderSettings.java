package org.zvideo.video;

/**
 * How the result is encoded.
 *
 * @param codec   of the video
 * @param quality 0 (best) to the codec's worst
 */
public record EncoderSettings(VideoCodec codec, int quality) {
    public EncoderSettings {
        if (quality < 0 || quality > codec.worstQuality()) {
            throw new IllegalArgumentException("quality " + quality + ": expected 0 (best) to " + codec.worstQuality()
                    + " with this codec");
        }
    }
}
