package org.zvideo.video.job;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameFilter;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.ChangesShape;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.request.FilterSpec;

/**
 * The filters that follow the model, for a single frame of a video.
 *
 * @param filters   those of the request
 * @param shape     of the frames that the model is given; empty for a picture, which no filters follow
 * @param timestamp of the frame in microseconds, as JavaCV gives it
 */
public record FollowingFilters(FilterSpec filters, Optional<MediaInfo> shape, long timestamp) {
    /** The frame as the filters return it when no other follows. */
    RgbImage of(RgbImage result) {
        if (shape.isEmpty() || filters.plugIns().isEmpty() && filters.after().isEmpty()) {
            return result;
        }
        RgbImage image = result;
        MediaInfo info = shape.get();
        for (FrameFilter filter : filters.following()) {
            info = filter instanceof ChangesShape changing ? changing.reshape(info) : info;
            image = filtered(filter, image);
        }
        return image;
    }

    private RgbImage filtered(FrameFilter filter, RgbImage image) {
        Queue<RgbImage> results = new ArrayDeque<>();
        try (Frame frame = RgbFrames.toFrame(image, timestamp)) {
            filter.start();
            try {
                for (Frame pushed : new Frame[] {frame, null}) {
                    filter.push(pushed);
                    for (Frame next = filter.pull(); next != null; next = filter.pull()) {
                        results.add(RgbFrames.toImage(next));
                    }
                }
            } finally {
                filter.stop();
            }
        } catch (FrameFilter.Exception e) {
            throw new MediaException(ErrorKind.IO, "filtering the frame: " + e.getMessage(), e);
        }
        if (results.size() != 1) {
            throw new MediaException(
                    ErrorKind.IO, "filtering the frame: 1 frame went in and " + results.size() + " came out");
        }
        return results.remove();
    }
}
