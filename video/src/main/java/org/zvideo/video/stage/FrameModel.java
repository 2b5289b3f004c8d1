package org.zvideo.video.stage;

import java.util.Collection;

/** The innermost stage, which makes pictures of frames. */
public interface FrameModel extends Stage<ModelFrame>, StageState {
    /** Says what is made of each frame besides its picture: all that the stages around this one need. */
    void make(Collection<Slot> slots);
}
