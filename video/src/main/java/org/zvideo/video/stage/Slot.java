package org.zvideo.video.stage;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.zvideo.core.ModelPicture;

/** What a stage may read of a frame that costs something to make, so that it is made only where a stage needs it. */
public enum Slot {
    /** {@link ModelPicture#roundTrip}: one more run of the decoder for each frame. */
    ROUND_TRIP(ModelPicture.Part.ROUND_TRIP),
    /** {@link ModelPicture#shares}: where each style acts. */
    SHARES(ModelPicture.Part.SHARES);

    private final ModelPicture.Part part;

    Slot(ModelPicture.Part part) {
        this.part = part;
    }

    /** What the model has to make for these. */
    static Set<ModelPicture.Part> parts(Collection<Slot> slots) {
        Set<ModelPicture.Part> parts = EnumSet.noneOf(ModelPicture.Part.class);
        slots.forEach(slot -> parts.add(slot.part));
        return parts;
    }
}
