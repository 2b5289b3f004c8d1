package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of a server: what it may read, where it writes and what it keeps. */
public final class ServeArguments {
    public static final int MOST_PORT = 65535;

    @Parameters(
            arity = "0..*",
            paramLabel = "FOLDER",
            description = "Folders whose files can be chosen on the page. Without one, files are dropped onto it.")
    public List<Path> folders = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the results (default one in the folder of --state).")
    public Path out;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8420",
            description = "Port on this machine, 0 for any that is free (default ${DEFAULT-VALUE}).")
    public int port;

    @Option(names = "--no-open", description = "Print the link and open no browser.")
    public boolean closed;

    @Option(names = "--no-browse", description = "Do not show on the page what is in the folders.")
    public boolean hidden;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Folder for the queue and for uploads (default zvideo/serve in $XDG_STATE_HOME or ~/.local/state).")
    public Path state;

    @Option(
            names = "--max-upload",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            defaultValue = "4G",
            description = "Largest file that may be dropped onto the page (default ${DEFAULT-VALUE}); all of them"
                    + " together may have five times as much.")
    public Long maxUpload;

    @Option(
            names = "--keep",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            defaultValue = "10G",
            description =
                    "Frames that are kept of finished jobs, so that their look can be changed; the oldest go first"
                            + " (default ${DEFAULT-VALUE}).")
    public Long keep;

    @Option(
            names = "--unload-after",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "10:00",
            description = "Give the model's memory back after this time without work (default ${DEFAULT-VALUE}).")
    public Double unloadAfter;

    @Option(
            names = "--watch",
            paramLabel = "FOLDER",
            description =
                    "Stylize each file that comes into this folder, once, when it is complete. It stays where it is.")
    public Path watch;

    @Option(names = "--recursive", description = "With --watch: also the folders in it.")
    public boolean recursive;

    @Option(names = "--headless", description = "With --watch: no page.")
    public boolean headless;
}
