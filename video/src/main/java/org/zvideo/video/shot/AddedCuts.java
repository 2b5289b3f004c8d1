package org.zvideo.video.shot;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.zvideo.core.image.RgbImage;

/** The cuts of a video, and others at certain times: the first frame at or after each of them begins a shot too. */
public final class AddedCuts implements Cuts {
    private static final double HALF_A_MICROSECOND = 5e-7;

    private final Cuts cuts;
    private final TreeSet<Double> times;

    /** @param times in seconds of the source */
    public AddedCuts(Cuts cuts, List<Double> times) {
        this.cuts = cuts;
        this.times = new TreeSet<>(times);
    }

    @Override
    public boolean at(long index, double seconds, RgbImage frame, Optional<RgbImage> next) {
        boolean cut = cuts.at(index, seconds, frame, next); // asked for every frame, since it may compare them
        while (!times.isEmpty() && times.first() <= seconds + HALF_A_MICROSECOND) {
            times.pollFirst();
            cut = true;
        }
        return cut;
    }
}
