package org.zvideo.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.error.Usage;
import org.zvideo.core.guidance.Sain;
import org.zvideo.video.request.MaskInput;
import org.zvideo.video.request.MethodRequest;
import picocli.CommandLine.Option;

/** The options that control where styles act. */
public final class MaskArguments {
    @Option(
            names = "--mask",
            paramLabel = "FILE",
            description = "Where a style acts (white) and where not (black): a picture, or a video or numbered"
                    + " pictures that follow the clip. Give one per style, in order, or one for two styles (black: the first, white: the"
                    + " second).")
    List<Path> files = List.of();

    @Option(names = "--mask-invert", description = "Exchange black and white.")
    boolean inverted;

    @Option(
            names = "--mask-feather",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "Soften edges over N pixels of the frame on each side (default ${DEFAULT-VALUE}).")
    int feather;

    @Option(
            names = "--sain-scope",
            paramLabel = "NAME",
            defaultValue = "region",
            description = "With masks: adjust the noise by region, or global (default ${DEFAULT-VALUE}).")
    Sain.Scope sainScope;

    @Option(
            names = "--keep-unstyled",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "With masks: compute regions without style on a third path through the model (default on;"
                    + " turning it off saves a third of the work, and some style leaks).")
    private boolean keepUnstyled;

    public MaskInput request() {
        return Usage.checked(() -> new MaskInput(files, inverted, feather, sainScope));
    }

    /** The method with what becomes of regions without style. */
    public MethodRequest over(MethodRequest method) {
        return method.keepingUnstyled(keepUnstyled);
    }
}
