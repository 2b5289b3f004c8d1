package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.zvideo.core.FrameConsistency;
import org.zvideo.video.request.FrameTieRequest;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ParseResult.GroupMatch;

/** Checks the given options: none twice, and none without effect. */
public record GivenOptions(ParseResult parsed) {
    /** Options that only refine another one. */
    private static final Map<String, String> NEEDS = Map.ofEntries(
            Map.entry("--style-fade", "--style-at"),
            Map.entry("--dump-frames", "--dump"),
            Map.entry("--mask-feather", "--mask"),
            Map.entry("--mask-invert", "--mask"),
            Map.entry("--sain-scope", "--mask"),
            Map.entry("--keep-unstyled", "--mask"),
            Map.entry("--model-config", "--model"),
            Map.entry("--prediction", "--model"),
            Map.entry("--lora-inversion", "--lora"),
            Map.entry("--motion-window", "--motion"),
            Map.entry("--motion-overlap", "--motion"),
            Map.entry("--motion-norm", "--motion"),
            Map.entry("--motion-betas", "--motion"));

    private static final List<String> OF_MOTION =
            List.of("--motion", "--motion-window", "--motion-overlap", "--motion-norm", "--motion-betas");

    private static final List<String> OF_ENERGY =
            List.of("--energy-weight", "--energy-form", "--energy-gradient", "--energy-steps", "--energy-reach");
    private static final List<String> OF_FLOW = List.of("--flow-parts", "--carry", "--carry-detail", "--carry-width");
    private static final List<String> OF_VIDEOS = Stream.of(
                    List.of(
                            "--style-at",
                            "--style-fade",
                            "--from",
                            "--to",
                            "--duration",
                            "--frames",
                            "--codec",
                            "--quality",
                            "--start-number",
                            "--every",
                            "--cuts",
                            "--restart",
                            "--keep-work",
                            "--palette-scope",
                            "--fps",
                            "--allow-damaged",
                            "--max-pixels",
                            "--codecs",
                            "--no-audio",
                            "--audio-tracks",
                            "--temporal",
                            "--attend",
                            "--attend-balance"),
                    OF_ENERGY,
                    OF_FLOW,
                    OF_MOTION,
                    List.of(
                            "--max-time",
                            "--compare",
                            "--require",
                            "--measure-flow",
                            "--no-report",
                            "--pre-filter",
                            "--post-filter",
                            "--filter"))
            .flatMap(List::stream)
            .toList();

    /** What {@code --paper} fixes, and what the paper does not have. */
    private static final List<String> NOT_THE_PAPERS = List.of(
            "--style-at",
            "--preset",
            "--max-time",
            "--every",
            "--coarse-every",
            "--inversion-every",
            "--timesteps",
            "--inversion-steps",
            "--palette",
            "--palette-scope",
            "--strokes",
            "--stroke-size",
            "--detail",
            "--strength",
            "--color",
            "--arrangement",
            "--add-weight",
            "--layers",
            "--start-step",
            "--end-step",
            "--sain",
            "--sain-scope",
            "--content-anchor",
            "--temporal",
            "--attend",
            "--attend-balance",
            "--flow-parts",
            "--carry",
            "--carry-detail",
            "--carry-width",
            "--energy-gradient",
            "--energy-form",
            "--energy-reach",
            "--motion",
            "--keep-unstyled");

    public boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    /**
     * Fails if an option that may be given once was given twice. Picocli would start its group of options again and
     * forget the others.
     */
    public void requireOnce() {
        for (CommandLine line : parsed.asCommandLineList()) {
            ParseResult command = line.getParseResult();
            for (ArgGroupSpec group : command.commandSpec().argGroups()) {
                requireOnce(
                        command,
                        command.findMatches(group).stream()
                                .flatMap(container -> container.matches().stream())
                                .toList());
            }
        }
    }

    /** Fails if a command was told to do what the paper does, and at the same time something else. */
    public void requirePaperAlone() {
        for (CommandLine line : parsed.asCommandLineList()) {
            if (given(line, "--paper")) {
                NOT_THE_PAPERS.stream()
                        .filter(option -> given(line, option))
                        .findFirst()
                        .ifPresent(option -> {
                            throw new ParameterException(
                                    line, "--paper and " + option + " contradict each other: give one or the other");
                        });
            }
        }
    }

    /** Whether an option was given on the command line, or by a file of a preset. */
    private static boolean given(CommandLine line, String option) {
        return line.getParseResult().hasMatchedOption(option) || PresetFile.sets(line, option);
    }

    private static void requireOnce(ParseResult command, List<GroupMatch> matches) {
        Set<ArgSpec> seen = new LinkedHashSet<>();
        for (GroupMatch match : matches) {
            for (ArgSpec argument : match.group().args()) {
                if (!match.matchedValues(argument).isEmpty() && !seen.add(argument)) {
                    throw new ParameterException(
                            command.commandSpec().commandLine(),
                            "option '" + ((OptionSpec) argument).longestName() + "' should be specified only once");
                }
            }
        }
    }

    /** Fails if an option was given without the one that it refines. */
    public void requirePartners(FrameTieRequest ties, boolean adds) {
        NEEDS.keySet().forEach(this::requirePartner);
        OF_ENERGY.forEach(option -> require(
                !has(option) || ties.pulls(), option + " needs --temporal full or paper, or --flow-parts energy"));
        OF_FLOW.forEach(option ->
                require(!has(option) || ties.temporal() == FrameConsistency.FLOW, option + " needs --temporal flow"));
        require(
                !has("--attend") || ties.attends(),
                "--attend needs --temporal attention, full or paper, or --flow-parts attention");
        require(
                !has("--attend-balance") || ties.attends(),
                "--attend-balance needs --temporal attention, full or paper, or --flow-parts attention");
        require(!has("--add-weight") || adds, "--add-weight needs --arrangement add");
    }

    /** Fails if an option was given without the other one that it always refines. */
    public void requirePartner(String option) {
        String partner = NEEDS.get(option);
        require(!has(option) || has(partner), option + " needs " + partner);
    }

    /** The given options that have no meaning for a picture. */
    public List<String> ofVideos() {
        return OF_VIDEOS.stream().filter(this::has).toList();
    }

    /** Fails if an option of videos was given where there are none. */
    public void requireVideos(boolean videos) {
        require(
                videos || ofVideos().isEmpty(),
                String.join(", ", ofVideos()) + ": without effect, since there is no video among the contents");
    }

    /** Fails if an option of videos was given for a picture. */
    public void requireVideo(String option, Path input, boolean picture) {
        require(!picture || !has(option), option + " is for videos, " + input + " is a picture");
    }

    /** Fails if one of these was given, with a reason. */
    public void requireNone(List<String> options, String reason) {
        options.forEach(option -> require(!has(option), option + ": without effect" + reason));
    }

    private void require(boolean good, String otherwise) {
        if (!good) {
            throw new ParameterException(parsed.commandSpec().commandLine(), otherwise);
        }
    }
}
