package org.zvideo.video.job;

import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.ClipRun;
import org.zvideo.video.ClipRun.Lead;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.VideoFrame;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.FrameSums;
import org.zvideo.video.farm.ShotSpan;
import org.zvideo.video.request.Source;

/** The frames of one shot of a source. */
final class ShotFrames {
    private final Source source;
    private final ShotSpan shot;
    private final ClipRun run;

    ShotFrames(Source source, ShotSpan shot) {
        this.source = source;
        this.shot = shot;
        this.run = new ClipRun(source.clip(), shot.first(), shot.firstPts(), shot.frames());
    }

    /**
     * Opens the source where the shot begins. Decoders that start at a key frame may give other pixels for the frames that
     * follow it, so all of them are decoded and compared first, and again with more before them: that costs little beside the
     * model.
     *
     * @throws MediaException if none of the frames are those that the job was planned with
     */
    VideoReader open(Runnable checkpoint) {
        for (Lead lead : Lead.values()) {
            if (isHere(lead, checkpoint)) {
                return VideoReader.openRun(source.file(), run, source.reading(), lead, checkpoint);
            }
        }
        throw new MediaException(
                ErrorKind.OTHER_JOB,
                "video " + source.file() + ": its frames " + shot.first() + " to " + shot.last()
                        + " are not those that the job was planned with",
                Remedy.of(Remedy.Id.PLAN_AGAIN));
    }

    private boolean isHere(Lead lead, Runnable checkpoint) {
        FrameSums sums = new FrameSums();
        try (VideoReader reader = VideoReader.openRun(source.file(), run, source.reading(), lead, checkpoint)) {
            long number = shot.first();
            for (Optional<VideoFrame> frame = reader.nextFrame(); frame.isPresent(); frame = reader.nextFrame()) {
                try (VideoFrame decoded = frame.get()) {
                    if (!shot.admits(number++, sums.add(decoded.pts(), RgbFrames.toImage(decoded.image())))) {
                        return false;
                    }
                }
            }
        } catch (MediaException e) {
            if (lead == Lead.ALL || e.kind() != ErrorKind.BAD_INPUT) {
                throw e;
            }
            return false; // what is damaged from here on may be whole when it is read from its beginning
        }
        return sums.frames() == shot.frames() && sums.span(shot.first()).equals(shot);
    }
}
