package org.zvideo.video.report;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.plot.DifferenceMap;

/** Keeps small pictures of the pairs of frames with the largest warped errors; of equal ones those of the earlier frames. */
public final class WorstPairs implements FramePair.Listener {
    private static final int KEPT = 10;
    private static final int WIDTH = 320;
    private static final Path JPEG = Path.of("picture.jpg");

    /**
     * A pair as JPEG files.
     *
     * @param frame index
     * @param time in seconds
     * @param error warped error
     * @param difference map of the differences
     */
    public record Pictures(
            long frame, double time, double error, byte[] source, byte[] before, byte[] result, byte[] difference) {}

    /** An order without ties: what is kept does not depend on where frames were measured. */
    private static final Comparator<Pictures> ORDER = Comparator.comparingDouble(Pictures::error)
            .thenComparing(Comparator.comparingLong(Pictures::frame).reversed());

    private final PriorityQueue<Pictures> kept = new PriorityQueue<>(ORDER);

    @Override
    public void pair(FramePair pair) {
        if (Double.isNaN(pair.error())
                || kept.size() == KEPT && pair.error() <= kept.peek().error()) {
            return;
        }
        int width = Math.min(WIDTH, pair.result().width());
        int height = Math.max(
                1,
                Math.round(
                        (float) pair.result().height() * width / pair.result().width()));
        add(new Pictures(
                pair.frame(),
                pair.time(),
                pair.error(),
                encoded(StillImage.resized(pair.source(), width, height)),
                encoded(StillImage.resized(pair.before(), width, height)),
                encoded(StillImage.resized(pair.result(), width, height)),
                encoded(DifferenceMap.of(pair.result(), pair.before(), pair.warp(), width, height))));
    }

    /** Adds a pair that was found elsewhere, if it is among the worst. */
    public void add(Pictures pair) {
        kept.add(pair);
        if (kept.size() > KEPT) {
            kept.remove();
        }
    }

    private static byte[] encoded(RgbImage image) {
        return StillImage.encode(image, JPEG);
    }

    /** The pairs, worst first. */
    public List<Pictures> worstFirst() {
        return kept.stream().sorted(ORDER.reversed()).toList();
    }
}
