package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.Locale;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.SourceScan;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.request.StyleTransferRequest;

/** Looks at the video of a request before the model is loaded: what is wrong with it is reported at once. */
final class SourceLook {
    private SourceLook() {}

    /** Reads the video once, and says what its owner should know of it and of its masks, which follow it from now on. */
    static SourceScan of(StyleTransferRequest request, StyleMasks regions, JobListener listener) {
        Path input = request.source().file();
        SourceScan scan = SourceScan.of(
                input,
                request.source().clip(),
                request.source().reading(),
                request.target().name(),
                listener::checkpoint);
        MediaInfo info = scan.info();
        regions.follow(info, scan.end());
        listener.detail(String.format(
                Locale.ROOT,
                "%s: %dx%d, %s, %s, %d frames",
                input,
                info.width(),
                info.height(),
                info.codec(),
                info.frameRate().known() ? info.frameRate() + " frames/s" : "no constant frame rate",
                info.frames()));
        scan.notes().forEach(note -> listener.warning(input + ": " + note));
        regions.notes(info.width(), info.height()).forEach(listener::warning);
        scan.damage().findings().forEach(finding -> listener.warning(input + ": " + finding));
        return scan;
    }
}
