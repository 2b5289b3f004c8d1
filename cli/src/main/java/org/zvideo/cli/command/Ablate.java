package org.zvideo.cli.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.zvideo.cli.option.CarryArguments;
import org.zvideo.cli.option.GivenOptions;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.StudyArguments;
import org.zvideo.cli.option.TimeConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.FrameTies;
import org.zvideo.core.edit.Arrangement;
import org.zvideo.core.error.Usage;
import org.zvideo.video.Clip;
import org.zvideo.video.report.MeasuredFlow;
import org.zvideo.video.request.FlowRequest;
import org.zvideo.video.shot.CutSpec;
import org.zvideo.video.study.ClipRows;
import org.zvideo.video.study.ClipStudy;
import org.zvideo.video.study.Gate;
import org.zvideo.video.study.PaperTables;
import org.zvideo.video.study.Study;
import org.zvideo.video.study.StudyInputs;
import org.zvideo.video.study.StudyRow;
import org.zvideo.video.study.Variant;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code zvideo ablate}: the rows of Tables III and IV. */
@Command(
        name = "ablate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Computes the rows of the paper's ablations: Table IV (steps, layers, arrangements, SAIN,"
                + " lambda) on the pictures among the contents, and Table III (none, attention, full with "
                + "both gradients, what carries results along the motion, and two shams) on the videos. Finished rows are kept; the same command resumes after "
                + "them.")
final class Ablate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StudyArguments study = new StudyArguments();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "0",
            description = "Start videos at this time: seconds, M:SS or H:MM:SS.")
    private double from;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "12",
            description = "Use N frames of each video (default ${DEFAULT-VALUE}).")
    private long frames;

    @Option(
            names = "--rows",
            paramLabel = "LIST",
            split = ",",
            description =
                    "Compute only these rows, like flow,lambda-1.4 (default all; an unknown name lists them). Of videos"
                            + " the row none, which others are compared with, is always computed.")
    private List<String> rows = List.of();

    @Option(
            names = "--gate",
            description =
                    "Judge the row of the flow by every bound, on each video with each style; end with status 6 unless"
                            + " all hold and the shams fail.")
    private boolean gate;

    @ArgGroup(validate = false, heading = "%nMethod, where a row does not say otherwise:%n")
    private MethodArguments method = new MethodArguments();

    @ArgGroup(validate = false, heading = "%nCarrying, in the rows that do:%n")
    private CarryArguments carry = new CarryArguments();

    @ArgGroup(validate = false, heading = "%nModel and machine:%n")
    private MachineArguments machine = new MachineArguments();

    @Mixin
    private final Console console;

    Ablate(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        StudyInputs inputs = study.inputs();
        boolean clips = !inputs.clips().isEmpty();
        requireEffect(new GivenOptions(spec.commandLine().getParseResult()), clips);
        StyleTransferOptions options = method.tiedOptions(console::warning);
        CutSpec shots = study.cuts();
        MeasuredFlow flow = study.flow();
        FlowRequest along = Usage.checked(() -> carry.over(FlowRequest.DEFAULT));
        ClipRows ofClips = rows(options, along);
        List<Variant> pictureRows =
                inputs.pictures().isEmpty() ? List.of() : new PaperTables(options, method.lambda).fourth();
        List<Variant> clipRows = clips ? ofClips.all() : List.of();
        requireKnown(pictureRows, clipRows);
        List<Variant> wantedOfPictures =
                pictureRows.stream().filter(this::isAsked).toList();
        List<Variant> wantedOfClips = wanted(clipRows);
        Map<String, Object> others = new TreeMap<>(Map.of("from", from, "frames", clips ? frames : 0L));
        if (clips) {
            others.put("cuts", shots.text());
            others.put("flow", flow.text());
            others.put("carried", along.transport());
        }
        boolean holds = true;
        try (StudyRun run =
                new StudyRun(console, study, inputs, machine.request(), options, method.lambda, List.of(), others)) {
            int styles = inputs.styles().size();
            if (!wantedOfPictures.isEmpty()) {
                run.table(
                        "table-4",
                        wantedOfPictures,
                        row -> styles * (1L + inputs.pictures().size()),
                        Study::pictures);
            }
            if (!wantedOfClips.isEmpty()) {
                Clip part = Clip.of(from, frames);
                long pieces = styles * (1 + frames * inputs.clips().size());
                List<StudyRow> made = run.table(
                        "table-3",
                        wantedOfClips,
                        row -> row.making().untied() && !row.id().equals(ClipRows.UNTIED) ? 0 : pieces,
                        (pictures, row) -> new ClipStudy(pictures, ofClips.untied(), part, shots, flow).row(row));
                holds = !gate || judged(made);
            }
        }
        return (holds ? ExitCode.OK : ExitCode.BOUND_NOT_MET).status();
    }

    private void requireKnown(List<Variant> ofPictures, List<Variant> ofClips) {
        List<String> known = Stream.concat(ofPictures.stream(), ofClips.stream())
                .map(Variant::id)
                .distinct()
                .toList();
        for (String id : rows) {
            require(known.contains(id), "--rows " + id + ": no such row; there are " + String.join(", ", known));
        }
    }

    private boolean isAsked(Variant row) {
        return rows.isEmpty() || rows.contains(row.id());
    }

    /** The rows of clips that are asked for, with those that they or the gate are compared with. */
    private List<Variant> wanted(List<Variant> ofClips) {
        return !gate && ofClips.stream().noneMatch(this::isAsked)
                ? List.of()
                : ofClips.stream()
                        .filter(row -> isAsked(row)
                                || row.id().equals(ClipRows.UNTIED)
                                || gate && ClipRows.OF_GATE.contains(row.id()))
                        .toList();
    }

    /** The rows of Table III. With the paper's method the given energy is that of the row that takes it literally. */
    private ClipRows rows(StyleTransferOptions options, FlowRequest along) {
        int steps = options.method().steps();
        FrameTies given = options.method().ties();
        FrameTies usual = StyleTransferOptions.methodDefaults(steps, FrameConsistency.FULL)
                .ties();
        return method.isPaper()
                ? new ClipRows(options, usual, given, along, method.lambda)
                : new ClipRows(
                        options, given, StyleTransferOptions.paperMethod(steps).ties(), along, method.lambda);
    }

    /** Prints the verdicts. */
    private boolean judged(List<StudyRow> rows) {
        Gate judge = Gate.of(rows).orElseThrow();
        StudyRow candidate = judge.candidate(rows).orElseThrow();
        List<StudyRow> shams = rows.stream().filter(ClipRows::isSham).toList();
        judge.verdicts(candidate).forEach(console::result);
        shams.forEach(sham -> console.result("gate: " + sham.label() + ": "
                + (judge.passes(sham) ? "passes, which it must not" : "fails, as it must")));
        return judge.passes(candidate) && shams.stream().noneMatch(judge::passes);
    }

    /** Fails if an option was given that no row heeds. */
    private void requireEffect(GivenOptions given, boolean clips) {
        for (String option : List.of("--temporal", "--energy-gradient", "--flow-parts")) {
            require(!given.has(option), option + ": the rows of Table III are its values; leave it out");
        }
        require(
                !given.has("--add-weight") || method.arrangement == Arrangement.ADD,
                "--add-weight needs --arrangement add");
        given.requireVideos(clips);
        require(clips || !gate, "--gate: without effect, since there is no video among the contents");
    }

    private void require(boolean good, String otherwise) {
        if (!good) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
