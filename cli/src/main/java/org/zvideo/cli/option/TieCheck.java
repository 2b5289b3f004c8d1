package org.zvideo.cli.option;

import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.edit.InterFrameAttention.Source;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.video.job.JobListener;
import org.zvideo.video.request.EnergyRequest;
import org.zvideo.video.request.FrameTieRequest;

/**
 * Looks at what holds frames together: for options that decide nothing, and for what its user may not expect.
 *
 * @param chosen   what was asked for
 * @param resolved what it comes to
 */
public record TieCheck(FrameTieRequest chosen, FrameTies resolved) {
    /** Fails if an option of the energy cannot change a picture. */
    public void requireEffect() {
        EnergyRequest asked = chosen.energy();
        EnergyOptions energy = resolved.energy();
        long options = Stream.of(
                        asked.gradient().isPresent(),
                        asked.form().isPresent(),
                        asked.weight().isPresent(),
                        asked.steps().isPresent(),
                        asked.reach().isPresent())
                .filter(given -> given)
                .count();
        require(
                options < 2 || energy.gradient() != EnergyOptions.Gradient.NONE && energy.weight() > 0,
                "--energy-gradient none and --energy-weight 0 leave no energy: its other options decide nothing");
        if (!energy.alwaysBounded()) {
            return;
        }
        require(
                !asked.form().equals(Optional.of(EnergyOptions.Form.NORM)),
                "--energy-form norm decides nothing: each pull ends at its cap; give a --energy-reach above "
                        + energy.weight() + ", the weight");
        require(
                asked.weight().isEmpty() || asked.reach().isEmpty(),
                "--energy-weight " + energy.weight() + " decides nothing: each pull ends at --energy-reach "
                        + energy.reach() + "; leave it out, or give a longer reach");
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new ZvideoException(ErrorKind.USAGE, otherwise);
        }
    }

    /** Tells what the user of a video should know before the work begins. */
    public void tell(JobListener listener) {
        boolean paper = chosen.temporal() == FrameConsistency.PAPER;
        if (paper && chosen.energy().weight().isEmpty()) {
            listener.note(
                    "the paper gives no --energy-weight: it is " + StyleTransferOptions.PAPER_ENERGY_WEIGHT
                            + ", with which frames differ more than without any tie on the model that comes with zvideo (docs/ablation.md)");
        }
        boolean previousAlone = chosen.attend()
                .filter(frames -> frames.contains(Source.PREVIOUS) && !frames.contains(Source.SELF))
                .isPresent();
        if (!paper && previousAlone) {
            listener.warning("--attend previous without self is unstable: frames can run away; add self");
        }
    }
}
