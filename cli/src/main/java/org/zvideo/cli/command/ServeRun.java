package org.zvideo.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zvideo.cli.option.CarryArguments;
import org.zvideo.cli.option.FilmAppearanceArguments;
import org.zvideo.cli.option.MachineArguments;
import org.zvideo.cli.option.MethodArguments;
import org.zvideo.cli.option.OptionGroup;
import org.zvideo.cli.option.RunArguments;
import org.zvideo.cli.option.ServeArguments;
import org.zvideo.cli.option.StyleArgument;
import org.zvideo.cli.terminal.CancelledException;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.Failures;
import org.zvideo.cli.terminal.SummaryLine;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Usage;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.os.OperatingSystem;
import org.zvideo.server.ZvideoServer;
import org.zvideo.server.api.Api;
import org.zvideo.server.api.Controls;
import org.zvideo.server.store.StateFolder;
import org.zvideo.server.store.Uploads;
import org.zvideo.server.watch.WatchFolder;
import org.zvideo.server.work.Engine;
import org.zvideo.server.work.Texts;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.job.Programs;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.report.ConsistencyReport;
import org.zvideo.video.request.FilterSpec;
import org.zvideo.video.request.MaskInput;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleSchedule;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.request.Target;
import org.zvideo.video.shot.CutSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A run of {@code zvideo serve}. Apart from the command, so that its help loads nothing of the server. */
final class ServeRun {
    private static final long LOOK_MILLIS = 100;
    private static final int TIMES_ALL = 5;
    private static final long WATCH_SECONDS = 2;
    private static final Path ANY = Path.of("any.mp4");

    private final Given given;
    private final ServeArguments serve;
    private final CommandSpec main;
    private final Console console;

    /** What was given on the command line; all but the first and the last for files of a watched folder. */
    record Given(
            ServeArguments serve,
            List<StyleArgument> styles,
            FilmAppearanceArguments appearance,
            CarryArguments carry,
            MethodArguments method,
            MachineArguments machine) {}

    /** @param main the command {@code zvideo} itself, whose help and remedies the page shows */
    ServeRun(Given given, CommandSpec main, Console console) {
        this.given = given;
        this.serve = given.serve;
        this.main = main;
        this.console = console;
    }

    void run() {
        try (ZvideoServer server = new ZvideoServer(settings(), texts(), console::note)) {
            server.link().ifPresent(this::show);
            if (server.link().isPresent()) {
                listenForEnter(server);
            }
            if (serve.watch != null) {
                console.note("watching " + serve.watch);
            }
            while (!server.ended(LOOK_MILLIS)) {
                console.checkpoint();
            }
        } catch (CancelledException e) {
            throw e.saying("stopped; the queue is kept, and zvideo serve continues with it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(String link) {
        console.result(link);
        console.note("open this link in a browser on this machine: it is good for one login in ten minutes, and Enter"
                + " prints another. Closing the page stops nothing; Ctrl-C or Quit on the page does");
        if (!serve.closed) {
            open(link);
        }
    }

    /** Whoever has closed the page needs another link. */
    private void listenForEnter(ZvideoServer server) {
        if (System.console() == null) {
            return;
        }
        Thread reader = new Thread(
                () -> {
                    while (System.console().readLine() != null) {
                        server.link().ifPresent(console::result);
                    }
                },
                "enter");
        reader.setDaemon(true);
        reader.start();
    }

    private void open(String link) {
        List<String> opener = switch (OperatingSystem.here()) {
            case MAC -> List.of("open", link);
            case WINDOWS -> List.of("rundll32", "url.dll,FileProtocolHandler", link);
            default -> List.of("xdg-open", link);
        };
        boolean screen = !opener.get(0).startsWith("xdg")
                || System.getenv("DISPLAY") != null
                || System.getenv("WAYLAND_DISPLAY") != null;
        if (screen) {
            try {
                new ProcessBuilder(opener)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                console.detail("no browser could be opened: " + FileReason.of(e));
            }
        }
    }

    private ZvideoServer.Settings settings() {
        serve.folders.forEach(folder -> requireFolder("FOLDER", folder));
        if (serve.watch != null) {
            requireFolder("--watch", serve.watch);
        }
        RunArguments usual = new RunArguments();
        return new ZvideoServer.Settings(
                serve.folders,
                Optional.ofNullable(serve.out),
                serve.state != null
                        ? serve.state
                        : StateFolder.usual(System.getenv(), System.getProperty("user.home"), OperatingSystem.here()),
                serve.headless ? Optional.empty() : Optional.of(serve.port),
                new Api.Settings(
                        Programs.packed().get(0),
                        given.machine.request().absolute(),
                        !serve.hidden,
                        serve.maxUpload,
                        help()),
                new Engine.Settings(
                        usual::isolates, serve.keep, Duration.ofMillis(Math.round(serve.unloadAfter * 1000))),
                new Uploads.Limits(serve.maxUpload, TIMES_ALL * serve.maxUpload),
                Optional.ofNullable(serve.watch)
                        .map(folder -> new WatchFolder.Settings(
                                folder.toAbsolutePath().normalize(),
                                serve.recursive,
                                template(),
                                Duration.ofSeconds(WATCH_SECONDS))));
    }

    private static void requireFolder(String what, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new MediaException(
                    ErrorKind.MISSING_INPUT,
                    what + " " + folder + ": " + (Files.exists(folder) ? "is not a folder" : "no such folder"));
        }
    }

    /** What is made of each file of the watched folder. */
    private StyleTransferRequest template() {
        given.method.ties().requireEffect();
        given.styles.forEach(style -> StillImage.readStyle(style.file()));
        return Usage.checked(() -> new StyleTransferRequest(
                Source.of(ANY),
                given.styles.stream()
                        .map(style -> new StyleInput(
                                style.file().toAbsolutePath(), style.lambda().orElse(given.method.lambda)))
                        .toList(),
                StyleSchedule.NONE,
                MaskInput.NONE,
                given.carry.over(given.method.request(given.appearance)),
                new RunArguments().effort(given.method.preset),
                CutSpec.parse("auto"),
                FilterSpec.NONE,
                given.machine.request().absolute(),
                Target.of(ANY),
                Optional.empty(),
                List.of()));
    }

    private Map<String, String> help() {
        Map<String, String> help = new LinkedHashMap<>();
        for (String name : Controls.options()) {
            OptionSpec option = main.findOption("--" + name);
            if (option != null) {
                help.put(name, OptionGroup.text(option.description()));
            }
        }
        return help;
    }

    private Texts texts() {
        Failures failures = Failures.of(main);
        return new Texts() {
            @Override
            public String failure(Throwable error) {
                return failures.finding(error);
            }

            @Override
            public String kind(Throwable error) {
                return Failures.kind(error);
            }

            @Override
            public String summary(ConsistencyReport report) {
                return SummaryLine.of(report);
            }
        };
    }
}
