package org.zvideo.video;

/** What a reader yields, in file order: frames of the video stream and packets of the others. Owned by who has it. */
public sealed interface MediaItem extends AutoCloseable permits VideoFrame, StreamPacket {
    @Override
    void close();
}
