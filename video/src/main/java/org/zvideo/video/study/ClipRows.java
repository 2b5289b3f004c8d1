package org.zvideo.video.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.core.guidance.EnergyOptions.Gradient;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.request.FlowRequest;

/**
 * The rows of the paper's Table III, on clips, and others that tell what its numbers are worth. The first row, without ties, is
 * what others are made of or compared with.
 *
 * @param base   settings that every row starts from, apart from what ties frames together
 * @param full   the ties of the rows with attention and energy
 * @param paper  the ties of the row that takes the paper literally
 * @param flow   how the rows that carry pictures along the motion do so, where they do not say otherwise
 * @param lambda λ of the styles
 */
public record ClipRows(StyleTransferOptions base, FrameTies full, FrameTies paper, FlowRequest flow, double lambda) {
    /** The id of the row in which nothing ties frames together. */
    public static final String UNTIED = "none";

    private static final String TABLE = "III";
    private static final String FROZEN = "frozen";
    private static final String BLURRED = "blurred";
    /** The id of the row that the gate judges. */
    static final String FLOW = "flow";

    /** The ids of the rows that a gate compares with, judges and must refuse. */
    public static final Set<String> OF_GATE = Set.of(UNTIED, Variant.OURS, FLOW, FROZEN, BLURRED);

    private static final Map<String, Double> OURS = paper(0.0362, 0.0041);

    /** Whether the row is one that every gate has to refuse. */
    public static boolean isSham(StudyRow row) {
        return row.id().equals(FROZEN) || row.id().equals(BLURRED);
    }

    /** All rows. */
    public List<Variant> all() {
        EnergyOptions energy = full.energy();
        int steps = base.method().steps();
        EnergyOptions everyStep =
                new EnergyOptions(Gradient.X0, energy.form(), energy.weight(), new StepRange(0, steps), energy.reach());
        FrameTies attention = full.withEnergy(EnergyOptions.OFF);
        List<Variant> rows = new ArrayList<>(List.of(
                untied(),
                tied("first-self", "first, self", attention.withAttend(List.of(Source.FIRST, Source.SELF)), Map.of()),
                tied("attention", "+ attention", attention, paper(0.0507, 0.0051)),
                tied(Variant.OURS, "ours, x0 gradient", full.withEnergy(energy.withGradient(Gradient.X0)), OURS),
                tied("unet", "ours, U-Net gradient", full.withEnergy(energy.withGradient(Gradient.UNET)), OURS),
                tied("every-step", "ours, x0 gradient in every step", full.withEnergy(everyStep), Map.of()),
                literally(StyleTransferOptions.paperMethod(steps).withTies(paper))));
        rows.addAll(carried());
        rows.addAll(alongMotion());
        rows.add(ofUntied(FROZEN, "w/o con., frozen", Making.sham(FrozenStage::new)));
        rows.add(ofUntied(BLURRED, "w/o con., blurred (σ = " + BlurStage.SIGMA + " px)", Making.sham(BlurStage::new)));
        return rows;
    }

    /** Rows that carry the pictures without ties along the motion. */
    private List<Variant> carried() {
        double low = flow.carry();
        double high = flow.carryDetail();
        double width = flow.carryWidth();
        return List.of(
                ofUntied("carry-narrow", "carried, half as wide", carrying(low, high, width / 2)),
                ofUntied(FLOW, "flow", carrying(low, high, width)),
                ofUntied("carry-wide", "carried, twice as wide", carrying(low, high, 2 * width)),
                ofUntied("carry-tone", "carried, no detail", carrying(low, 0, width)),
                ofUntied("carry-some-detail", "carried, with 0.2 of the detail", carrying(low, 0.2, width)),
                ofUntied("carry-detail", "carried, with 0.9 of the detail", carrying(low, 0.9, width)),
                ofUntied("carry-blindly", "carried without a look at trust", naively(true)),
                ofUntied("carry-unmoved", "carried without motion", naively(false)));
    }

    /** The flow with more than its usual parts, and with less. */
    private List<Variant> alongMotion() {
        Making.Carried usual = Making.Carried.by(flow.transport(), false);
        Making carrying = Making.MODEL.carrying(usual);
        FrameTies pulled = FrameTies.NONE.withEnergy(full.energy().withGradient(Gradient.X0));
        return List.of(
                ofUntied(
                        "flow-long",
                        "flow, long range",
                        Making.UNTIED.carrying(Making.Carried.by(flow.transport(), true))),
                row("energy-aligned", "energy along the motion", pulled, Map.of(), Making.MODEL.alongMotion()),
                row("flow-energy", "flow, energy along the motion", pulled, Map.of(), carrying.alongMotion()),
                row(
                        "flow-attention",
                        "flow, attention to the anchor",
                        StyleTransferOptions.anchorTies(),
                        Map.of(),
                        carrying),
                row("flow-unlit", "flow without even light", FrameTies.NONE, Map.of(), carrying.unlit()));
    }

    private static Making carrying(double low, double high, double width) {
        return Making.UNTIED.carrying(Making.Carried.by(new Transport(low, high, width), false));
    }

    private Making naively(boolean moving) {
        return Making.UNTIED.carrying((inner, motions) -> new NaiveCarryStage(inner, flow.transport(), moving));
    }

    /** The row in which nothing ties frames together. */
    public Variant untied() {
        return row(UNTIED, "w/o con.", FrameTies.NONE, paper(0.0723, 0.0086), Making.UNTIED);
    }

    private Variant literally(DualPathOptions method) {
        return new Variant(TABLE, "paper", "paper, literally", base.withMethod(method), lambda, OURS, Making.PAPER);
    }

    private Variant tied(String id, String label, FrameTies ties, Map<String, Double> paper) {
        return row(id, label, ties, paper, Making.MODEL);
    }

    private Variant ofUntied(String id, String label, Making making) {
        return row(id, label, FrameTies.NONE, Map.of(), making);
    }

    private Variant row(String id, String label, FrameTies ties, Map<String, Double> paper, Making making) {
        return new Variant(TABLE, id, label, base.withMethod(base.method().withTies(ties)), lambda, paper, making);
    }

    private static Map<String, Double> paper(double mean, double variance) {
        return Map.of(PaperTables.MEAN, mean, PaperTables.VARIANCE, variance);
    }
}
