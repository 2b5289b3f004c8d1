package org.zvideo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zvideo.cli.command.Commands;
import org.zvideo.cli.command.Zvideo;
import org.zvideo.cli.option.TieCheck;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.DualPathOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.edit.StepRange;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.guidance.EnergyOptions;
import org.zvideo.video.job.JobListener;
import picocli.CommandLine;

/** What the options that hold frames together come to, and which lines they print. Oracle: the paper, and the lines. */
class TieOptionsTest {
    private static final String UNSTABLE = "--attend previous without self is unstable: frames can run away; add self";

    @Test
    void previousWithoutSelfWarnsOnce() {
        assertEquals(List.of(UNSTABLE), told("--attend", "previous"));
        assertEquals(List.of(UNSTABLE), told("--temporal", "attention", "--attend", "first,previous"));
        assertEquals(List.of(), told("--attend", "previous,self"));
        assertEquals(List.of(), told("--attend", "first"));
        assertEquals(List.of(), told());
        assertEquals(List.of(), told("--temporal", "paper", "--attend", "previous", "--energy-weight", "0.01"));
    }

    @Test
    void thePapersModeAsksForTheWeightThatThePaperDoesNotGive() {
        for (String[] options : List.of(new String[] {"--temporal", "paper"}, new String[] {"--paper"})) {
            List<String> told = told(options);
            assertEquals(1, told.size(), told.toString());
            assertTrue(told.get(0).contains("--energy-weight: it is 0.01, with which frames differ"), told.get(0));
        }
        assertEquals(List.of(), told("--paper", "--energy-weight", "0.02"));
    }

    /** Oracle: the options that GoldenTest holds against the reference with video-energy-unet. */
    @Test
    void thePapersModeIsLiteral() {
        double weight = 0.1 / 32;
        DualPathOptions paper = StyleTransferOptions.paperMethod(6);
        FrameTies golden = paper.ties()
                .withEnergy(new EnergyOptions(
                        EnergyOptions.Gradient.UNET,
                        EnergyOptions.Form.NORM,
                        weight,
                        new StepRange(0, 5),
                        Double.POSITIVE_INFINITY));
        String[] chosen = {"--steps", "6", "--energy-steps", "0-5", "--energy-weight", String.valueOf(weight)};
        assertEquals(golden, check(Run.with(chosen, "--temporal", "paper")).resolved());
        assertEquals(golden, check(Run.with(chosen, "--paper")).resolved());
        assertEquals(FrameConsistency.PAPER, check("--paper").chosen().temporal());
        assertEquals(paper.ties(), check("--temporal", "paper", "--steps", "6").resolved());
    }

    @Test
    void optionsOfTheEnergyThatDecideNothingAreRefused() {
        refused("--energy-form norm decides nothing", "--energy-form", "norm");
        refused("--energy-form norm decides nothing", "--energy-form", "norm", "--energy-reach", "0.05");
        refused("--energy-weight 0.1 decides nothing", "--energy-weight", "0.1", "--energy-reach", "0.1");
        refused("its other options decide nothing", "--energy-gradient", "none", "--energy-weight", "0.1");
        refused("its other options decide nothing", "--energy-weight", "0", "--energy-form", "mse");
    }

    @Test
    void optionsOfTheEnergyThatDecideSomethingAreTaken() {
        check().requireEffect();
        check("--energy-form", "norm", "--energy-reach", "0.5").requireEffect();
        check("--energy-form", "norm", "--steps", "6").requireEffect();
        check("--energy-form", "norm", "--energy-gradient", "unet").requireEffect();
        check("--energy-weight", "0.1").requireEffect();
        check("--energy-weight", "0.1", "--energy-reach", "0.2").requireEffect();
        check("--energy-gradient", "none").requireEffect();
        check("--temporal", "paper", "--energy-form", "mse", "--energy-weight", "0.1")
                .requireEffect();
    }

    private static void refused(String why, String... options) {
        ZvideoException error =
                assertThrows(ZvideoException.class, () -> check(options).requireEffect());
        assertTrue(error.getMessage().contains(why), error.getMessage());
    }

    private static List<String> told(String... options) {
        List<String> lines = new ArrayList<>();
        check(options).tell(new JobListener() {
            @Override
            public void note(String message) {
                lines.add(message);
            }

            @Override
            public void warning(String message) {
                lines.add(message);
            }
        });
        return lines;
    }

    private static TieCheck check(String... options) {
        CommandLine line = Commands.line(new Console(null));
        List<String> given = Arrays.asList(options);
        boolean chosen = given.contains("--temporal") || given.contains("--paper");
        String[] always = chosen
                ? new String[] {Run.BUNNY, "--style", Run.STYLE}
                : new String[] {Run.BUNNY, "--style", Run.STYLE, "--temporal", "full"};
        line.parseArgs(Run.with(always, options));
        Zvideo command = line.getCommand();
        return command.method.ties();
    }
}
