package org.zvideo.video.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.torch.Convolution;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Layout;

/** The plans that are kept. Oracle: the first that was kept under a name, whoever measured it. */
class KernelPlansTest {
    private static final KernelPlan FIRST = KernelPlan.DEFAULT;
    private static final KernelPlan OTHER =
            new KernelPlan(Layout.CHANNELS_FIRST, Layout.CHANNELS_LAST, Convolution.PACKED);

    @TempDir
    Path folder;

    private KernelPlans plans;

    @BeforeEach
    void setUp() {
        plans = new KernelPlans(folder.resolve("zvideo/kernels.json"));
    }

    @Test
    void whatWasMeasuredIsUsedEverAfter() {
        assertEquals(FIRST, plans.get("a", () -> FIRST));
        assertEquals(OTHER, plans.get("b", () -> OTHER));
        assertEquals(FIRST, plans.get("a", () -> OTHER));
        assertEquals(OTHER, plans.get("b", () -> FIRST));
    }

    @Test
    void ofTwoMeasuredAtOnceTheFirstIsUsedByBoth() {
        assertEquals(FIRST, plans.get("a", () -> {
            assertEquals(FIRST, plans.get("a", () -> FIRST));
            return OTHER;
        }));
        assertEquals(FIRST, plans.get("a", () -> OTHER));
    }

    @Test
    void aPlanThatIsKeptMeanwhileIsNotLost() {
        plans.get("a", () -> {
            plans.get("b", () -> OTHER);
            return FIRST;
        });
        assertEquals(FIRST, plans.get("a", () -> OTHER));
        assertEquals(OTHER, plans.get("b", () -> FIRST));
    }

    @Test
    void aPlanOfAnOlderVersionIsMeasuredAnew() throws IOException {
        Files.createDirectories(plans.file().getParent());
        Files.writeString(plans.file(), "{\"a\": {\"unet\": \"CHANNELS_LAST\", \"vae\": \"CHANNELS_LAST\"}}");
        assertEquals(OTHER, plans.get("a", () -> OTHER));
        assertEquals(OTHER, plans.get("a", () -> FIRST));
    }
}
