package org.zvideo.video.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.RgbFrames;
import org.zvideo.video.filter.CutFilter.Cut;
import org.zvideo.video.shot.ListedCuts;

/** Oracle: what README says of times: they count from where the file begins, as players show them. */
class CutFilterTest {
    private static final double START = 1.44; // of a transport stream
    private static final long FRAME = 40_000;

    @TempDir
    Path folder;

    @Test
    void listedTimesCountFromTheBeginningOfTheFile() throws Exception {
        Path list = Files.writeString(folder.resolve("cuts.txt"), "2.0\n60\n");
        CutFilter filter = new CutFilter(new Passing(), ListedCuts.read(list), START);
        filter.start();
        for (int n = 0; n < 70; n++) {
            try (Frame frame = RgbFrames.toFrame(new RgbImage(2, 2), Math.round(START * 1e6) + n * FRAME)) {
                filter.push(frame);
            }
        }
        filter.push(null);
        assertEquals(List.of(50L, 60L), filter.found().stream().map(Cut::frame).toList());
        filter.release();
    }

    /** Takes frames and gives none. */
    private static final class Passing extends ShotFilter {
        @Override
        public void start() {}

        @Override
        public void cut() {}

        @Override
        public void skip() {}

        @Override
        public void push(Frame frame) {}

        @Override
        public Frame pull() {
            return null;
        }

        @Override
        public void stop() {}

        @Override
        public void release() {}
    }
}
