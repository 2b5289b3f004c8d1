package org.zvideo.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;

/** Oracle: JavaCPP's own count of the pointers it holds. A batch continues after an error, so nothing may stay behind. */
class ClosingTest {
    private static final int STEPS = 2;

    @ParameterizedTest
    @EnumSource(FrameConsistency.class)
    void anErrorAtAnyRunOfTheNetworkLeavesNoTensor(FrameConsistency temporal) {
        RgbImage painting = TestModels.pattern(64, 64, 9);
        try (StyleTransfer transfer = TestModels.open(StyleTransferOptions.methodDefaults(STEPS, temporal))) {
            assertLeavesNothing(observer -> transfer.style(painting, StyleTransferOptions.LAMBDA, observer)
                    .close());
            List<Style> styles = TestModels.style(transfer);
            assertLeavesNothing(observer -> {
                try (Shot shot = transfer.shot(styles)) {
                    shot.next(TestModels.pattern(64, 64, 0), observer);
                    shot.next(TestModels.pattern(64, 64, 1), observer);
                }
            });
            styles.forEach(Style::close);
        }
    }

    /** Runs the work again and again, with an error one step later each time, until it comes to its end. */
    private static void assertLeavesNothing(Consumer<FrameObserver> work) {
        work.accept(FrameObserver.NONE); // what is made once is made
        long before = Pointer.totalCount();
        int step = 0;
        while (fails(work, step)) {
            assertEquals(before, Pointer.totalCount(), "pointers after an error at step " + step);
            step++;
        }
        assertTrue(step >= 2 * STEPS, "only " + step + " steps");
    }

    private static boolean fails(Consumer<FrameObserver> work, int atStep) {
        OutOfMemoryError error = new OutOfMemoryError("made by the test");
        try {
            work.accept(new FrameObserver() {
                private int steps;

                @Override
                public void progress(int done, int total) {
                    if (steps++ == atStep) {
                        throw error;
                    }
                }
            });
            return false;
        } catch (OutOfMemoryError e) {
            assertEquals(error, e);
            return true;
        }
    }
}
