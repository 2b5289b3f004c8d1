package org.zvideo.video.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.zvideo.core.FrameConsistency;

/** Oracle: the documents that chose the values: docs/consistency.md (what is carried), docs/gallery.md (the appearance). */
class RequestDefaultsTest {
    @Test
    void whatIsCarriedIsWhatWasMeasured() {
        assertEquals(FrameConsistency.FLOW, FrameTieRequest.DEFAULT.temporal());
        assertEquals(
                new FlowRequest(Set.of(FlowPart.CARRY, FlowPart.LIGHT), 0.9, 0.8, 2.6), FrameTieRequest.DEFAULT.flow());
    }

    @Test
    void theAppearanceIsThatOfTheGallery() {
        assertEquals(new AppearanceRequest(0.8, PaletteScope.SHOT, 0.5, 1, 1), AppearanceRequest.standard(false));
        assertEquals(new AppearanceRequest(0, PaletteScope.SHOT, 0, 1, 0), AppearanceRequest.standard(true));
    }
}
