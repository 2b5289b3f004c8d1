package org.zvideo.video;

/** A filter whose frames have another size than those it is given. */
public interface ChangesShape {
    /** What comes out if this goes in. Asked before the first frame. */
    MediaInfo reshape(MediaInfo input);
}
