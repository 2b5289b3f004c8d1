package org.zvideo.video.request;

import java.util.OptionalInt;
import org.zvideo.core.Preset;

/** How much work a frame may be. */
public sealed interface Effort {
    /**
     * A preset.
     *
     * @param preset which one
     * @param every  the interval of frames that the model works on; empty for that of the preset
     */
    record Chosen(Preset preset, OptionalInt every) implements Effort {
        public Chosen {
            if (every.isPresent() && every.getAsInt() < 1) {
                throw new IllegalArgumentException("every " + every.getAsInt() + ": expected 1 or more");
            }
        }

        /** The preset as it is. */
        public static Chosen of(Preset preset) {
            return new Chosen(preset, OptionalInt.empty());
        }
    }

    /**
     * The best preset that finishes in time, estimated from two frames before the work starts.
     *
     * @param seconds for the whole clip
     */
    record Within(double seconds) implements Effort {}

    /** The preset that does all of the work on every frame. */
    Effort QUALITY = Chosen.of(Preset.QUALITY);
}
