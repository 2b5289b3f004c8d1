package org.zvideo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Oracle: schedules made by hand. */
class ScalingModelTest {
    @Test
    void unitsGoToWhoeverIsFree() {
        ScalingModel model = new ScalingModel(List.of(5L, 3L, 3L, 1L), 2, 10, 0.5);
        assertEquals(10 + 24, model.unitSeconds(1), 1e-9);
        assertEquals(10 + 12, model.unitSeconds(2), 1e-9); // 5 and 1; 3 and 3
        assertEquals(10 + 10, model.unitSeconds(4), 1e-9);
        assertEquals(10 + 10, model.unitSeconds(1000), 1e-9);
        assertEquals(6 + 10 + 24, model.seconds(1), 1e-9);
        assertEquals(12 / 5.0, model.bound(), 1e-9);
    }

    @Test
    void theOrderIsKept() {
        assertEquals(8, new ScalingModel(List.of(1L, 3L, 3L, 5L), 1, 0, 0).unitSeconds(2), 1e-9);
        assertEquals(6, new ScalingModel(List.of(5L, 3L, 3L, 1L), 1, 0, 0).unitSeconds(2), 1e-9);
    }
}
