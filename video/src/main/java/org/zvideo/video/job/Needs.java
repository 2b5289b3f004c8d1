package org.zvideo.video.job;

import java.util.EnumSet;
import java.util.Set;
import org.zvideo.video.stage.Slot;
import org.zvideo.video.stage.Stage;

/** Collects what the stages of a chain need of the model. */
final class Needs {
    private final Set<Slot> slots = EnumSet.noneOf(Slot.class);

    /** Adds what a stage needs, and returns the stage. */
    <S extends Stage<?>> S of(S stage) {
        slots.addAll(stage.needs());
        return stage;
    }

    /** What all of them need. */
    Set<Slot> slots() {
        return slots;
    }
}
