package org.zvideo.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.zvideo.cli.option.FileConverter;
import org.zvideo.cli.option.LoraConverter;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.ExitCode;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.cost.FrameCost;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.torch.Placement;
import org.zvideo.core.weights.Description;
import org.zvideo.core.weights.Descriptions;
import org.zvideo.core.weights.LoraFile;
import org.zvideo.core.weights.PredictionType;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.request.LocalFiles;
import org.zvideo.video.request.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code zvideo models}. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Says what files and folders of weights are: models, LoRAs, motion modules, autoencoders. Reads their"
                        + " headers and configs alone, and tells nothing of whether zvideo can run them.")
final class Models implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            converter = FileConverter.OfList.class,
            paramLabel = "FILE|DIR",
            description = "Files and folders. Of a folder that is not a model itself, each model and each file in it.")
    private List<Path> paths = List.of();

    @Mixin
    private final Console console;

    Models(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.configureLogging();
        if (paths.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no file given: name files or folders, or use zvideo models check DIR|FILE");
        }
        for (Path path : paths) {
            LocalFiles.require("model", path);
            if (!Files.exists(path)) {
                throw new MediaException(ErrorKind.MISSING_INPUT, "model " + path + ": no such file or folder");
            }
            Descriptions.of(path).forEach(this::print);
        }
        return ExitCode.OK.status();
    }

    private void print(Description one) {
        console.result(one.path() + ": " + one.kind());
        one.facts().forEach((name, value) -> console.result(String.format(Locale.ROOT, "  %-16s %s", name, value)));
    }

    /** The command {@code zvideo models check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = "Reads a model and all its weights, and says what it is or what is wrong with it. Runs "
                    + "nothing.")
    static final class Check implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "DIR|FILE", description = "A diffusers folder or a .safetensors file.")
        private Path model;

        @Option(
                names = "--model-config",
                paramLabel = "DIR",
                description = "Folder with the config.json files that describe a single file.")
        private Path configs;

        @Option(
                names = "--prediction",
                paramLabel = "TYPE",
                description = "What it predicts, whatever its files state: epsilon or v.")
        private PredictionType prediction;

        @Option(
                names = "--lora",
                paramLabel = "FILE[:WEIGHT]",
                converter = LoraConverter.class,
                description = "A LoRA that is to fit the model; repeatable.")
        private List<LoraFile> loras = List.of();

        @Mixin
        private final Console console;

        Check(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.configureLogging();
            Machine plain = Machine.of(model);
            Machine configured = configs == null ? plain : plain.withModelConfig(configs);
            Machine described = prediction == null ? configured : configured.withPrediction(prediction);
            try (StyleTransfer transfer =
                    described.withLoras(loras).open(Placement.CPU_F32, StyleTransferOptions.defaults())) {
                int side = transfer.shortSide();
                FrameCost cost = transfer.cost(side, side, 1);
                transfer.modelNotes().forEach(console::warning);
                console.result(model + ": a Stable Diffusion model that zvideo can run");
                console.result(String.format(
                        Locale.ROOT, "works at %d pixels, %.1f GFLOP per U-Net pass", side, cost.unit() / 1e9));
                transfer.modelFiles()
                        .forEach((role, file) -> console.result(file.sha256() + "  "
                                + (role.contains("/") ? role : file.given().getFileName())));
            }
            return ExitCode.OK.status();
        }
    }
}
