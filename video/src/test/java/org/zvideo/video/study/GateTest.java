package org.zvideo.video.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Oracle: the bounds of the gate, each met to the last digit and missed by a little. */
class GateTest {
    private static final Map<String, Double> NONE = Map.of(
            Gate.WARPED,
            0.02,
            Gate.WARPED_10,
            0.04,
            Gate.OTHER,
            0.025,
            Gate.MOTION,
            0.95,
            Gate.GHOST,
            0.0,
            Gate.SHARPNESS,
            1.0,
            Gate.STYLE,
            1.0,
            Gate.CONTENT,
            1.0);
    private static final Map<String, Double> FULL = Map.of(
            Gate.WARPED,
            0.016,
            Gate.WARPED_10,
            0.04,
            Gate.OTHER,
            0.02,
            Gate.MOTION,
            0.875,
            Gate.GHOST,
            0.02,
            Gate.SHARPNESS,
            0.99,
            Gate.STYLE,
            1.0,
            Gate.CONTENT,
            1.0);
    private static final Map<String, Double> GOOD = Map.of(
            Gate.WARPED,
            0.85 * 0.016,
            Gate.WARPED_10,
            0.95 * 0.04,
            Gate.OTHER,
            0.0249,
            Gate.MOTION,
            0.875,
            Gate.GHOST,
            0.01,
            Gate.SHARPNESS,
            0.97,
            Gate.STYLE,
            0.95,
            Gate.CONTENT,
            1.05);

    private static final Gate GATE = new Gate(row("none", NONE, NONE), row(Variant.OURS, FULL, FULL));

    @Test
    void everyBoundCounts() {
        assertTrue(GATE.passes(row("flow", GOOD, GOOD)));
        Map<String, Double> bad = Map.of(
                Gate.WARPED,
                0.0137,
                Gate.WARPED_10,
                0.0381,
                Gate.OTHER,
                0.025,
                Gate.MOTION,
                0.874,
                Gate.GHOST,
                0.0101,
                Gate.SHARPNESS,
                0.969,
                Gate.STYLE,
                1.051,
                Gate.CONTENT,
                1.051);
        bad.forEach((measure, value) -> {
            Map<String, Double> one = new HashMap<>(GOOD);
            one.put(measure, value);
            StudyRow row = row("flow", GOOD, one);
            assertFalse(GATE.passes(row), measure + ": one clip that fails fails the gate");
            assertEquals(List.of(measure), GATE.failing(row));
            assertEquals("gate: flow, a, style: passes", GATE.verdicts(row).get(0));
            assertTrue(GATE.verdicts(row).get(1).startsWith("gate: flow, b, style: fails: " + measure), measure);
            one.remove(measure);
            assertFalse(GATE.passes(row("flow", one, one)), measure + ": what was not measured does not hold");
        });
    }

    @Test
    void whereNothingGhostsOrMovesTheBoundsAreOthers() {
        Map<String, Double> still = new HashMap<>(FULL);
        still.put(Gate.GHOST, 0.0);
        still.remove(Gate.MOTION);
        Gate gate = new Gate(row("none", NONE, NONE), row(Variant.OURS, still, still));
        Map<String, Double> one = new HashMap<>(GOOD);
        one.put(Gate.GHOST, 0.002);
        one.remove(Gate.MOTION);
        assertTrue(gate.passes(row("flow", one, one)));
        still.remove(Gate.GHOST);
        assertEquals(List.of(Gate.GHOST), gate.failing(row("flow", one, one)), "too few frames for it");
        still.put(Gate.GHOST, 0.0);
        one.put(Gate.GHOST, 0.0021);
        assertEquals(List.of(Gate.GHOST), gate.failing(row("flow", one, one)));
    }

    /** The paper's order is ours, attention, without; here attention lies below ours. */
    @Test
    void rowsAreComparedWithTheirNeighborsInThePapersOrder() {
        List<StudyRow> rows = new ArrayList<>();
        rows.add(paperRow("none", 0.0723, 0.0103, NONE));
        rows.add(paperRow("attention", 0.0507, 0.0105, GOOD));
        rows.add(paperRow(Variant.OURS, 0.0362, 0.0079, FULL));
        rows.add(paperRow("unet", 0.0362, 0.2, FULL));
        rows.add(row("frozen", FULL, FULL));
        String table = new StudyTable(rows, Map.of("mean", "diffMean")).markdown();
        List<String> lines = table.lines().toList();
        assertTrue(lines.get(0).endsWith("| paper mean | mean in the paper's order | gate |"), table);
        assertTrue(lines.get(2).endsWith("| 0.0723 | no: not above attention |  |"), table);
        assertTrue(lines.get(3).contains("| 0.0507 | yes: above ours | fails: "), table);
        assertTrue(lines.get(4).endsWith("| 0.0362 |  |  |"), table);
        assertTrue(lines.get(5).contains("| 0.0362 |  |"), table);
        assertTrue(lines.get(6).endsWith("(as it must) |"), table);
    }

    private static StudyRow paperRow(String id, double theirs, double ours, Map<String, Double> measures) {
        return new StudyRow(
                "III",
                id,
                id,
                Map.of("diffMean", ours),
                Map.of("mean", theirs),
                row(id, measures, FULL).cells());
    }

    private static StudyRow row(String id, Map<String, Double> ofA, Map<String, Double> ofB) {
        return new StudyRow(
                "III",
                id,
                id,
                Map.of(),
                Map.of(),
                List.of(new StudyRow.Cell("a", "style", ofA, "a.png"), new StudyRow.Cell("b", "style", ofB, "b.png")));
    }
}
