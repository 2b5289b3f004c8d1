package org.zvideo.video.job;

import org.zvideo.video.ChangesShape;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.filter.StageFilter;
import org.zvideo.video.request.FilterSpec;

/** Puts finished frames in the place of the source's; their shape is the one that the filters of their request give them. */
final class JoinFilter extends StageFilter implements ChangesShape {
    private final FilterSpec wanted;

    JoinFilter(FinishedFrames finished, FilterSpec wanted) {
        super(finished);
        this.wanted = wanted;
    }

    @Override
    public MediaInfo reshape(MediaInfo input) {
        return wanted.result(input);
    }
}
