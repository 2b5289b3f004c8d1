package org.zvideo.video.stage;

import java.util.function.Consumer;
import org.zvideo.core.StyleMix;

/**
 * Makes anchors of frames whose style is another than that of their shot's anchor, so that what frames look at as their first one
 * does not hold the old style. There is one after each quarter of a fade, one where it ends, and a few after that: each has looked at
 * the one before, so that what is left of the old style shrinks from one to the next.
 */
public final class StyleAnchorStage implements Stage<ModelFrame> {
    private static final double QUARTER = 0.25;
    /** Anchors from the end of a fade on, without a gap. */
    private static final int AT_THE_END = 4;

    private final Stage<ModelFrame> inner;
    private final StyleMixes mixes;
    private StyleMix ofAnchor = StyleMix.FULL;
    private long shotStart = -1;
    /** How many of the frames to come are anchors. */
    private int following;

    /** @param mixes of the styles at each time */
    public StyleAnchorStage(Stage<ModelFrame> inner, StyleMixes mixes) {
        this.inner = inner;
        this.mixes = mixes;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        StyleMix mix = mixes.of(frame);
        boolean first = frame.shotStart() != shotStart;
        if (first) {
            shotStart = frame.shotStart();
            ofAnchor = mix;
            following = 0;
        }
        boolean anchors = frame.role() == ShotFrame.Role.ORDINARY && !first && moved(mix);
        if (anchors || frame.role() == ShotFrame.Role.ANCHOR) {
            ofAnchor = mix;
        }
        inner.accept(anchors ? frame.as(ShotFrame.Role.ANCHOR) : frame, out);
    }

    private boolean moved(StyleMix mix) {
        double distance = ofAnchor.distance(mix);
        if (distance > 0 && mix.rests()) {
            following = AT_THE_END;
        }
        boolean ends = following > 0;
        following -= ends ? 1 : 0;
        return ends || distance >= QUARTER;
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        inner.end(out);
    }

    @Override
    public void close() {
        shotStart = -1;
        following = 0;
        ofAnchor = StyleMix.FULL;
        inner.close();
    }
}
