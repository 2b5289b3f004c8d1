package org.zvideo.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zvideo.cli.option.StudyArguments;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.Progress;
import org.zvideo.core.Fidelity;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.torch.KernelPlan;
import org.zvideo.core.torch.Placement;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.job.HashedFile;
import org.zvideo.video.job.JobIdentity;
import org.zvideo.video.job.KeptHashes;
import org.zvideo.video.job.Programs;
import org.zvideo.video.request.EnumNames;
import org.zvideo.video.request.KernelPlans;
import org.zvideo.video.request.Machine;
import org.zvideo.video.study.PaperTables;
import org.zvideo.video.study.Study;
import org.zvideo.video.study.StudyFolder;
import org.zvideo.video.study.StudyInputs;
import org.zvideo.video.study.StudyRow;
import org.zvideo.video.study.StudyTable;
import org.zvideo.video.study.Variant;

/** Runs the rows of tables with progress, and resumes an interrupted study. */
final class StudyRun implements AutoCloseable {
    private final Console console;
    private final StudyInputs inputs;
    private final OutputFiles files;
    private final StudyFolder folder;
    private final StyleTransfer transfer;
    private final Fidelity fidelity;

    /** Computes a row. */
    @FunctionalInterface
    interface Maker {
        StudyRow make(Study study, Variant variant);
    }

    StudyRun(
            Console console,
            StudyArguments arguments,
            StudyInputs inputs,
            Machine requested,
            StyleTransferOptions options,
            double lambda,
            List<Path> results,
            Map<String, ?> others) {
        this.console = console;
        this.inputs = inputs;
        if (arguments.vgg != null && !Files.isRegularFile(arguments.vgg)) {
            throw new MediaException(ErrorKind.MISSING_INPUT, "vgg " + arguments.vgg + ": no such file");
        }
        Machine machine =
                startedWith(arguments.output).map(requested::withKernels).orElse(requested);
        int threads = machine.inTurn().applied().threads();
        Placement placement = machine.placement().differentiable(); // one row uses the gradient of the U-Net
        machine.requireModel();
        console.detail("model " + machine.model() + " on " + placement.device() + ", " + threads + " thread(s)");
        InputFiles inputFiles = read(arguments, machine);
        results.forEach(inputFiles::add);
        files = new OutputFiles(inputFiles, console::warning);
        List<ReadFile> contents = read(Stream.concat(inputs.pictures().stream(), inputs.clips().stream()));
        List<ReadFile> styles = read(inputs.styles().stream());
        List<ReadFile> vgg = read(Optional.ofNullable(arguments.vgg).stream());
        transfer = Closing.onFailure(files, () -> machine.open(placement, options));
        transfer.modelNotes().forEach(console::warning);
        AutoCloseable both = () -> {
            transfer.close();
            files.close();
        };
        folder = Closing.onFailure(both, () -> {
            KeptHashes hashes = KeptHashes.ofUser();
            Map<String, HashedFile> read = new LinkedHashMap<>();
            transfer.modelFiles().forEach((role, file) -> read.put(role, HashedFile.of(file, hashes)));
            JobIdentity identity = new JobIdentity(Programs.versions(), read)
                    .files("contents", contents, hashes)
                    .files("styles", styles, hashes)
                    .files("vgg", vgg, hashes)
                    .files("rows", read(results.stream()), hashes)
                    .method(options, placement, threads)
                    .setting(
                            "prediction",
                            machine.source().prediction().map(EnumNames::of).orElse("stated"))
                    .setting("lambda", lambda)
                    .loras(machine.source().loras(), machine.source().inversion());
            others.forEach(identity::other);
            return StudyFolder.open(files, arguments.output, identity.ofStudy(), arguments.replace);
        });
        fidelity = Closing.onFailure(both, () -> transfer.fidelity(Optional.ofNullable(arguments.vgg)));
    }

    private InputFiles read(StudyArguments arguments, Machine machine) {
        InputFiles read = new InputFiles();
        Stream.of(inputs.pictures(), inputs.clips(), inputs.styles(), machine.files())
                .flatMap(List::stream)
                .forEach(read::add);
        if (arguments.vgg != null) {
            read.add(arguments.vgg);
        }
        return read;
    }

    /**
     * The kernels with which a study was started, because others would give other bits. Other differences are reported
     * later.
     */
    private static Optional<KernelPlan> startedWith(Path folder) {
        Path study = folder.resolve("study.json");
        try {
            return !Files.isRegularFile(study)
                    ? Optional.empty()
                    : Optional.of(KernelPlans.read(
                            LimitedJson.tree(LimitedJson.mapperOfLists().build(), study, LimitedJson.LISTS)
                                    .path("kernels")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Computes the missing rows of a table and writes the table.
     *
     * @param pieces number of styles, pictures and frames that the model works on for a row
     */
    List<StudyRow> table(String name, List<Variant> variants, ToLongFunction<Variant> pieces, Maker maker) {
        List<StudyRow> rows = new ArrayList<>();
        Pieces progress = new Pieces(console.progress("run"));
        progress.progress.expect(variants.stream()
                .filter(variant -> folder.find(variant).isEmpty())
                .mapToLong(pieces)
                .sum());
        Study study = new Study(transfer, fidelity, inputs, folder, progress);
        try {
            for (Variant variant : variants) {
                Optional<StudyRow> known = folder.find(variant);
                StudyRow row = known.orElseGet(() -> maker.make(study, variant));
                if (known.isEmpty()) {
                    folder.save(row);
                }
                rows.add(row);
                progress.progress.clear();
                console.note(
                        progressLine(name, rows.size(), variants.size(), row) + (known.isPresent() ? " (kept)" : ""));
                new StudyTable(rows, stands()).write(folder, name);
            }
        } finally {
            progress.progress.clear();
        }
        console.result(new StudyTable(rows, stands()).markdown());
        console.result(folder.path().resolve(name + ".md"));
        return rows;
    }

    private static String progressLine(String table, int done, int rows, StudyRow row) {
        String measures = row.measures().entrySet().stream()
                .map(measure -> String.format(Locale.ROOT, "%s %.4g", measure.getKey(), measure.getValue()))
                .collect(Collectors.joining(", "));
        return table + " " + done + "/" + rows + " " + row.label() + ": " + measures;
    }

    private static List<ReadFile> read(Stream<Path> files) {
        return files.filter(Files::exists).map(ReadFile::of).toList();
    }

    private Map<String, String> stands() {
        return Map.of(
                PaperTables.CONTENT,
                fidelity.contentName().orElse(""),
                PaperTables.STYLE,
                fidelity.styleName().orElse(Study.STYLE),
                PaperTables.MEAN,
                "diffMean",
                PaperTables.VARIANCE,
                "pixelVariance");
    }

    /** Counts styles, pictures and frames alike. */
    private final class Pieces implements Study.Listener {
        private final Progress progress;
        private boolean started;

        private Pieces(Progress progress) {
            this.progress = progress;
        }

        @Override
        public FrameObserver begins(String what) {
            if (started) {
                progress.unitDone();
            }
            started = true;
            return console.observer(progress);
        }
    }

    @Override
    public void close() {
        fidelity.close();
        transfer.close();
        files.close();
    }
}
