package org.zvideo.video;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Turns the packets of a video stream into frames, as they are stored. */
interface PacketDecoder extends AutoCloseable {
    /** The width of a frame. */
    int width();

    /** The height of a frame. */
    int height();

    /** What the decoder states about colors, completed where it states nothing. */
    ColorTags colors();

    /**
     * Takes a packet, or null for the end.
     *
     * @param frames the number of frames before it
     * @return why it cannot be decoded, or empty
     */
    Optional<String> send(AVPacket packet, long frames);

    /** Gives the next frame; FFmpeg's code. */
    int receive(AVFrame frame);

    /** Whether a frame that was received has transparency. */
    boolean transparent(AVFrame frame);

    /** Forgets buffered data, because packets from another position follow. */
    void reset();

    @Override
    void close();
}
