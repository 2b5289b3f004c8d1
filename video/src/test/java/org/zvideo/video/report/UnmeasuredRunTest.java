package org.zvideo.video.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.RgbImage;

class UnmeasuredRunTest {
    /** Oracles: the numbers given, and a source that fails whoever asks for it. */
    @Test
    void anUnmeasuredRunRecordsWhatIsKnownAndLooksAtNothing() {
        FrameMeasures made = new FrameMeasures(2.0, null, 0.5, null, List.of());
        try (Meter meter = new UnmeasuredRun()) {
            for (int n = 0; n < 3; n++) {
                if (n != 1) {
                    meter.cut();
                }
                FrameStatistics line = meter.add(
                        () -> {
                            throw new IllegalStateException("the source was asked for");
                        },
                        new RgbImage(2, 2),
                        n,
                        1 + n,
                        n == 0 ? made : FrameMeasures.NONE);
                assertEquals(n, line.frame());
                assertEquals(n == 2 ? true : null, line.cut());
                assertNull(line.sharpness());
            }
            ConsistencyReport report = meter.report();
            assertEquals(3, report.frames());
            assertEquals(2, report.secondsPerFrame());
            assertEquals(2, report.energy());
            assertEquals(0.5, report.strokesKept());
            assertNull(report.sharpness());
            assertEquals(Optional.empty(), report.warning());
        }
    }
}
