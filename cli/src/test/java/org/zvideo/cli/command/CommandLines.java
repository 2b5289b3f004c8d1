package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zvideo.cli.terminal.Console;
import org.zvideo.video.VideoCodec;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;
import picocli.CommandLine;

/** Command lines of the program as tests in other packages need them. */
public final class CommandLines {
    public static final Path TESTDATA = Path.of(System.getProperty("zvideo.testdata"));
    public static final Path BUNNY = TESTDATA.resolve("clips/bunny.mp4");
    public static final Path STYLE = TESTDATA.resolve("styles/starry-night.jpg");
    public static final Path TINY = TESTDATA.resolve("golden/models/tiny-null");

    private CommandLines() {}

    /** What a command line asks for of an input; the model is the tiny one unless another is named. */
    public static StyleTransferRequest request(Path input, List<String> arguments) {
        CommandLine line = Commands.line(new Console(null));
        line.parseArgs(arguments.toArray(String[]::new));
        Zvideo command = line.getCommand();
        if (command.machine.model == null) {
            command.machine.model = TINY;
        }
        return command.requested(input, Path.of("out.mp4"));
    }

    /** A job of seconds: the first frames of the bundled clip into a lossless video. */
    public static StyleTransferRequest small(Path output, int frames, String... more) {
        List<String> arguments = new ArrayList<>(List.of(BUNNY.toString(), "--style", STYLE.toString()));
        arguments.addAll(List.of("--size", "64", "--steps", "2", "--frames", Integer.toString(frames)));
        arguments.addAll(List.of(more));
        return request(BUNNY, arguments).withTarget(Target.of(output).withCodec(VideoCodec.FFV1));
    }

    /** The long names of all options of a run. */
    public static List<String> options() {
        return Commands.line(new Console(null)).getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .toList();
    }
}
