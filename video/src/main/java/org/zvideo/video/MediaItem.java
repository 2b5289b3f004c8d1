package org.zvideo.video;

/** What a reader yields, in file order: frames of the video stream and packets of the others. */
public sealed interface MediaItem permits VideoFrame, StreamPacket {
}
