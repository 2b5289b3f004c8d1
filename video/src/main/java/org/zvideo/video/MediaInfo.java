package org.zvideo.video;

/**
 * What is known of a video before it is decoded.
 *
 * @param width          of the upright frames
 * @param height         of the upright frames
 * @param frameRate      average; unknown for some streams
 * @param timeBase       unit of the frames' timestamps, in seconds
 * @param sampleAspect   of a pixel; unknown counts as square
 * @param colors         tags, completed where the stream is silent
 * @param codec          name of the video codec
 * @param frames         number of frames as declared or estimated; 0 for unknown
 * @param seconds        declared duration; 0 for unknown
 */
public record MediaInfo(int width, int height, Rational frameRate, Rational timeBase, Rational sampleAspect,
                        ColorTags colors, String codec, long frames, double seconds) {
}
