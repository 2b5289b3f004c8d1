package org.zvideo.video;

/**
 * What a reader yields, in file order: frames of the video stream and packets of the others. Whoever receives an item
 * owns it.
 */
public sealed interface MediaItem extends AutoCloseable permits VideoFrame, StreamPacket {
    @Override
    void close();
}
