package org.zvideo.video.job;

import org.zvideo.video.request.EnumNames;

/** The kinds of work whose progress a job reports; {@link EnumNames} gives the unit that is counted. */
public enum Work {
    /** Preparing styles. */
    STYLE,
    /** Stylizing the frames of a video. */
    FRAME,
    /** Stylizing a picture. */
    PICTURE,
    /** Measuring frames for an estimate. */
    MEASURING,
    /** Writing the frames of a comparison video. */
    COMPARISON
}
