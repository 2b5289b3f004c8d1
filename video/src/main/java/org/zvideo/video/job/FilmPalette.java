package org.zvideo.video.job;

import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.video.palette.Palette;

/**
 * The one palette of a film whose shots are stylized apart.
 *
 * @param given known before a shot begins; empty where the shot itself may make it
 * @param made  told the palette that a shot makes
 */
record FilmPalette(Optional<Palette> given, Consumer<Palette> made) {
    /** The film is stylized from its beginning. */
    static final FilmPalette NONE = new FilmPalette(Optional.empty(), palette -> {});
}
