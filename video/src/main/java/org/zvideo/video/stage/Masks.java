package org.zvideo.video.stage;

import java.util.List;
import org.zvideo.core.image.Mask;

/** Where styles act at a time of the clip. */
@FunctionalInterface
public interface Masks {
    /** Every style everywhere. */
    Masks NONE = microseconds -> List.of();

    /**
     * One mask per style in their order, or none at all.
     *
     * @param microseconds time of the frame, as JavaCV gives it; asked in ascending order, but for frames that are handed ahead
     */
    List<Mask> at(long microseconds);
}
