package org.zvideo.video.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.picture.StillImage;

/**
 * Small pictures of a few frames of a result, spread over the video. They are chosen by the frames of the source, so that those of
 * several results show the same moments.
 */
final class FrameStrip implements FramesBeside {
    private static final int MOST = 6;
    private static final int WIDTH = 320;
    private static final Path JPEG = Path.of("picture.jpg");

    private final TreeMap<Long, Moment> kept = new TreeMap<>();
    private long interval = 1;

    private record Moment(double time, byte[] source, byte[] result) {}

    /**
     * A moment of the source and of each result.
     *
     * @param time in seconds
     * @param pictures the source's and those of the results, in their order; JPEG
     */
    public record Row(double time, List<byte[]> pictures) {}

    @Override
    public void add(long sourceFrame, double time, RgbImage source, RgbImage result) {
        if (sourceFrame % interval != 0 || kept.containsKey(sourceFrame)) {
            return;
        }
        kept.put(sourceFrame, new Moment(time, small(source), small(result)));
        if (kept.size() > MOST) {
            interval *= 2;
            kept.keySet().removeIf(frame -> frame % interval != 0);
        }
    }

    private static byte[] small(RgbImage image) {
        int width = Math.min(WIDTH, image.width());
        int height = Math.max(1, Math.round((float) image.height() * width / image.width()));
        return StillImage.encode(StillImage.resized(image, width, height), JPEG);
    }

    /** The moments that all strips have; at least one strip is given. */
    static List<Row> rows(List<FrameStrip> strips) {
        List<Row> rows = new ArrayList<>();
        strips.get(0).kept.forEach((frame, moment) -> {
            if (strips.stream().allMatch(strip -> strip.kept.containsKey(frame))) {
                List<byte[]> pictures = new ArrayList<>(List.of(moment.source()));
                strips.forEach(strip -> pictures.add(strip.kept.get(frame).result()));
                rows.add(new Row(moment.time(), pictures));
            }
        });
        return rows;
    }
}
