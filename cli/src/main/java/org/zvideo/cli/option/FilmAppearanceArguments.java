package org.zvideo.cli.option;

import java.util.Optional;
import org.zvideo.video.request.PaletteScope;
import picocli.CommandLine.Option;

/** The options of what is done to the frames of a film after the model: those of a single frame, and what several share. */
public final class FilmAppearanceArguments extends AppearanceArguments {
    @Option(
            names = "--palette-scope",
            paramLabel = "SCOPE",
            description = "Make one color map per shot, or one for the whole film (default shot).")
    private PaletteScope paletteScope;

    @Override
    Optional<PaletteScope> scope() {
        return Optional.ofNullable(paletteScope);
    }
}
