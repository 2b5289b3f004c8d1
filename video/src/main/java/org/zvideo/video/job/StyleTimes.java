package org.zvideo.video.job;

import java.util.List;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.Clip;
import org.zvideo.video.SourceScan;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.request.StyleSchedule;
import org.zvideo.video.request.StyleTransferRequest;

/** The times at which styles are reached, compared with the video: cuts get theirs, and what lies beyond its end is found. */
final class StyleTimes {
    private StyleTimes() {}

    /**
     * A request in which every style has a time in seconds.
     *
     * @param scan what the source was found to hold
     * @throws MediaException if a cut does not exist, or a time lies beyond the end of the video
     */
    static StyleTransferRequest of(StyleTransferRequest request, SourceScan scan, JobListener listener) {
        StyleSchedule schedule = request.schedule();
        List<String> beyond = schedule.beyond(scan.end());
        if (!beyond.isEmpty()) {
            Clip clip = request.source().clip();
            boolean part = clip.toSeconds().isPresent() || clip.frames().isPresent();
            String finding = "style at " + String.join(", ", beyond) + ": the "
                    + (part ? "part that is stylized" : "video") + " ends at " + Math.round(scan.end() * 1e3) / 1e3
                    + " s";
            if (!part) {
                throw new MediaException(ErrorKind.USAGE, finding + "; give earlier times");
            }
            listener.note(finding + ", before it is reached");
        }
        return schedule.namesCuts()
                ? request.withSchedule(schedule.timed(ShotScan.cuts(request, listener::checkpoint)))
                : request;
    }

    /**
     * The schedule of a request of which one frame is looked at.
     *
     * @throws MediaException if it names a cut, which only a look at all frames would find
     */
    static StyleSchedule withoutCuts(StyleTransferRequest request) {
        if (request.schedule().namesCuts()) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "style at a cut: one frame alone does not say where cuts are; give its time instead");
        }
        return request.schedule();
    }
}
