package org.zvideo.cli.option;

import java.util.Optional;
import org.zvideo.video.request.AppearanceRequest;
import org.zvideo.video.request.MethodRequest;
import org.zvideo.video.request.PaletteScope;
import picocli.CommandLine.Option;

/** The options of what is done to a frame after the model. One that is not given keeps the value that it had before. */
public class AppearanceArguments {
    @Option(
            names = "--palette",
            paramLabel = "S",
            description = "How far colors move to the painting's, 0 to 1 (default 0.8).")
    private Double palette;

    @Option(
            names = "--strokes",
            paramLabel = "S",
            description = "How much of the painting's brushwork is laid over the picture, 0 to 1 (default 0.5).")
    private Double strokes;

    @Option(names = "--stroke-size", paramLabel = "F", description = "Scale of the brushwork, 0.25 to 4 (default 1).")
    private Double strokeSize;

    @Option(
            names = "--detail",
            paramLabel = "S",
            description = "How much of the source's detail is put back, 0 to 1 (default 1).")
    private Double detail;

    @Option(names = "--strength", paramLabel = "S", description = "Blend of source (0) and result (1) (default 1).")
    private Double strength;

    @Option(
            names = "--color",
            paramLabel = "NAME|C",
            converter = ColorConverter.class,
            description = "Where colors come from: style, content, or the content's share from 0 to 1 (default style).")
    private Double color;

    /** These choices in place of those of a request. */
    public MethodRequest over(MethodRequest before) {
        AppearanceRequest appearance = before.appearance();
        return before.withAfterModel(
                new AppearanceRequest(
                        palette == null ? appearance.palette() : palette,
                        scope().orElse(appearance.paletteScope()),
                        strokes == null ? appearance.strokes() : strokes,
                        strokeSize == null ? appearance.strokeSize() : strokeSize,
                        detail == null ? appearance.detail() : detail),
                strength == null ? before.strength() : strength,
                color == null ? before.contentColors() : color);
    }

    /** For how much of a film one color map is made; empty where nothing was said of it, as for a single frame. */
    Optional<PaletteScope> scope() {
        return Optional.empty();
    }
}
