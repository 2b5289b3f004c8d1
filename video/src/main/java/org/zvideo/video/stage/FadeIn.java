package org.zvideo.video.stage;

import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.shot.Brightness;

/** The first frames of a shot while their light is not steady yet. */
final class FadeIn {
    /** How steady light is that has stopped rising. */
    private static final double STEADY = 0.02;
    /** The number of steady frames that end a fade. */
    private static final int STEADY_FRAMES = 3;

    private final List<Held> frames = new ArrayList<>();
    private final boolean fromFlat;

    /** @param fromFlat whether frames of one color came before, perhaps bright ones, so that light may fall as well */
    FadeIn(boolean fromFlat) {
        this.fromFlat = fromFlat;
    }

    /** A frame that waits. */
    record Held(ShotFrame frame, Brightness brightness) {}

    void add(ShotFrame frame, Brightness brightness) {
        frames.add(new Held(frame, brightness));
    }

    /** Whether it is over, or too many frames wait. */
    boolean isOver() {
        RgbImage image = frames.get(0).frame.image();
        return isSteady() || frames.size() >= PaletteStage.mostHeld(image.width(), image.height());
    }

    List<Held> frames() {
        return List.copyOf(frames);
    }

    /** Place of the first steady frame, or of the last where none is; less than 2 where there was no fade. */
    int steady() {
        return frames.size() - (isSteady() ? STEADY_FRAMES : 1);
    }

    private boolean isSteady() {
        if (frames.size() <= STEADY_FRAMES) {
            return false;
        }
        for (int n = frames.size() - STEADY_FRAMES; n < frames.size(); n++) {
            Brightness now = frames.get(n).brightness;
            double rise = now.mean() / Math.max(1, frames.get(n - 1).brightness.mean()) - 1;
            if (now.flat() || (fromFlat ? Math.abs(rise) : rise) >= STEADY) {
                return false;
            }
        }
        return true;
    }
}
