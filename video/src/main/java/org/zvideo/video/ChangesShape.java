package org.zvideo.video;

/** A filter whose output frames have another size than its input frames. */
public interface ChangesShape {
    /** The properties of the output for a given input. Called before the first frame. */
    MediaInfo reshape(MediaInfo input);
}
