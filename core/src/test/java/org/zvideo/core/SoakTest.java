package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.zvideo.core.image.FrameObserver;

/** Row 65, in the minutes that {@code zvideo.minutes} gives it. Oracle: what the system counts. */
@Tag("nightly")
class SoakTest {
    private static final long MINUTES = Long.getLong("zvideo.minutes", 10);
    private static final int WARM_UP = 200;
    private static final double BYTES_PER_FRAME = 1000;

    @Test
    void nothingGrowsWithTheNumberOfFrames() {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (StyleTransfer transfer = TestModels.open(StyleTransferOptions.methodDefaults(2, FrameConsistency.FULL))) {
            List<Style> styles = TestModels.style(transfer);
            try (Shot shot = transfer.shot(styles)) {
                long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
                long frames = 0;
                for (; frames < WARM_UP; frames++) {
                    shot.next(TestModels.pattern(64, 64, (int) frames), FrameObserver.NONE);
                }
                long memory = nativeResident();
                long pointers = Pointer.totalCount();
                long files = system.getOpenFileDescriptorCount();
                for (; System.nanoTime() < end || frames < 2 * WARM_UP; frames++) {
                    shot.next(TestModels.pattern(64, 64, (int) (frames % 500)), FrameObserver.NONE);
                }
                long growth = nativeResident() - memory;
                System.out.printf(
                        "soak: %d frames, %.2f MB more, %d pointers more%n",
                        frames, growth / 1e6, Pointer.totalCount() - pointers);
                assertEquals(pointers, Pointer.totalCount());
                assertEquals(files, system.getOpenFileDescriptorCount(), 2);
                // The allocator's own movement, and a megabyte per thousand frames.
                assertTrue(growth < 8e6 + BYTES_PER_FRAME * (frames - WARM_UP), "growth " + growth);
            }
            styles.forEach(Style::close);
        }
    }

    private static long nativeResident() {
        long least = Long.MAX_VALUE;
        for (int n = 0; n < 10; n++) {
            System.gc();
            least = Math.min(
                    least, Pointer.physicalBytes() - Runtime.getRuntime().totalMemory());
        }
        return least;
    }
}
