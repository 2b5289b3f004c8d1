package org.zvideo.video.resume;

import java.util.Collection;
import org.zvideo.core.ModelPicture;
import org.zvideo.video.stage.Slot;

/**
 * What a stored frame holds besides its picture.
 *
 * @param roundTrip whether it holds the frame's round trip
 * @param shares    number of styles whose shares it holds; null where they were not made
 */
record StoredParts(boolean roundTrip, Integer shares) {
    /** The parts of a picture for which these were made. */
    static StoredParts of(ModelPicture picture, Collection<Slot> made) {
        return new StoredParts(
                picture.roundTrip().isPresent(),
                made.contains(Slot.SHARES) ? picture.shares().size() : null);
    }

    /** Whether all of this was made. */
    boolean hold(Collection<Slot> needed) {
        return (roundTrip || !needed.contains(Slot.ROUND_TRIP)) && (shares != null || !needed.contains(Slot.SHARES));
    }
}
