package org.zvideo.video.filter;

import org.bytedeco.javacv.FrameFilter;

/** A filter whose frames depend on those before them, until it is told that a new shot begins. */
public abstract class ShotFilter extends FrameFilter {
    /** The next frame that is pushed begins a new shot. */
    public abstract void cut() throws Exception;

    /** A frame of the video is not pushed; the frames after it are counted on from it. */
    public abstract void skip();
}
