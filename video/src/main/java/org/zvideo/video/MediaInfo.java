package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * What is known about a video before it is decoded.
 *
 * @param width of the upright frames
 * @param height of the upright frames
 * @param frameRate average; unknown for some streams
 * @param timeBase unit of the frames' timestamps, in seconds
 * @param sampleAspect aspect ratio of a pixel; unknown counts as square
 * @param colors color tags, completed where the stream has none
 * @param codec name of the video codec
 * @param frames number of frames as declared or estimated; 0 if unknown
 * @param start time of the first frame in the file, in seconds
 * @param seconds declared duration; 0 if unknown
 */
public record MediaInfo(
        int width,
        int height,
        Rational frameRate,
        Rational timeBase,
        Rational sampleAspect,
        ColorTags colors,
        String codec,
        long frames,
        double start,
        double seconds) {
    /** The properties that an open file and its decoder state, without frames that a clip leaves out. */
    static MediaInfo of(Demuxer demuxer, FrameDecoder decoder, DisplayRotation rotation, Clip clip) {
        AVStream stream = demuxer.video();
        int width = rotation.swapsSides() ? decoder.height() : decoder.width();
        int height = rotation.swapsSides() ? decoder.width() : decoder.height();
        Rational rate = Rational.of(av_guess_frame_rate(demuxer.format(), stream, null));
        double seconds = stream.duration() > 0
                ? stream.duration() * Rational.of(stream.time_base()).value()
                : Math.max(0, demuxer.format().duration() / 1e6);
        long count =
                stream.nb_frames() > 0 ? stream.nb_frames() : rate.known() ? Math.round(seconds * rate.value()) : 0;
        if (clip.toSeconds().isPresent() && rate.known() && count > 0) {
            count = Math.min(count, Math.round(clip.toSeconds().getAsDouble() * rate.value()));
        }
        if (clip.fromSeconds() > 0 && rate.known()) {
            count = Math.max(0, count - Math.round(clip.fromSeconds() * rate.value()));
        }
        Rational aspect = Rational.of(av_guess_sample_aspect_ratio(demuxer.format(), stream, null));
        return new MediaInfo(
                width,
                height,
                rate,
                Rational.of(stream.time_base()),
                rotation.swapsSides() ? aspect.inverse() : aspect,
                decoder.colors(),
                decoder.codecName(),
                clip.frames().isPresent() && count > 0
                        ? Math.min(count, clip.frames().getAsLong())
                        : count,
                stream.start_time() == AV_NOPTS_VALUE
                        ? 0
                        : stream.start_time() * Rational.of(stream.time_base()).value(),
                seconds);
    }

    /** The same with frames of another size. */
    public MediaInfo withSize(int newWidth, int newHeight) {
        return withShape(newWidth, newHeight, sampleAspect);
    }

    /** The same with frames of another size and another pixel aspect ratio. */
    MediaInfo withShape(int newWidth, int newHeight, Rational newAspect) {
        return new MediaInfo(
                newWidth, newHeight, frameRate, timeBase, newAspect, colors, codec, frames, start, seconds);
    }

    /** The same with the true number of frames. */
    MediaInfo withFrames(long count) {
        return new MediaInfo(width, height, frameRate, timeBase, sampleAspect, colors, codec, count, start, seconds);
    }
}
