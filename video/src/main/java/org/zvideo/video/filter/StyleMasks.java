package org.zvideo.video.filter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.image.Mask;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.Rational;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.stage.Masks;

/**
 * The regions of the styles, from files: one per style in order, or one for two styles, of which the first has the black
 * and the second the white part (the paper's Fig. 9).
 */
public final class StyleMasks implements Masks, AutoCloseable {
    /** Average rates that containers state differ from the true ones by less. */
    private static final double SAME_RATE = 0.005;

    private final List<MaskSource> sources;
    private final int styles;
    private final boolean inverted;
    private long clipStart;
    private Optional<Rational> clipRate = Optional.empty();

    private StyleMasks(List<MaskSource> sources, int styles, boolean inverted) {
        this.sources = sources;
        this.styles = styles;
        this.inverted = inverted;
    }

    /**
     * Opens the masks.
     *
     * @param files    pictures, videos or numbered pictures; none for styles that act everywhere
     * @param reading  what is accepted of videos, and how many numbered pictures a second has
     * @param styles   number of styles
     * @param inverted whether black and white change places
     * @param feather  pixels of the clip's frames over which hard edges are softened
     */
    public static StyleMasks open(List<Path> files, ReadOptions reading, int styles, boolean inverted, int feather) {
        requireFit(files.size(), styles);
        StyleMasks masks = new StyleMasks(new ArrayList<>(), styles, inverted);
        return Closing.onFailure(masks, () -> {
            for (Path file : files) {
                masks.sources.add(MaskSource.open(file, reading, feather));
            }
            return masks;
        });
    }

    /** Fails if this many masks cannot be for this many styles. */
    public static void requireFit(int masks, int styles) {
        boolean split = masks == 1 && styles == 2;
        if (masks > 0 && masks != styles && !split) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    masks + " mask(s) for " + styles + " style(s)",
                    Remedy.of(Remedy.Id.ONE_MASK_PER_STYLE));
        }
    }

    /**
     * Says which clip the masks follow; fails if one of them ends before it.
     *
     * @param end of what is wanted of the clip, in seconds from the beginning of its file: that of its last picture, not
     *            what its container says
     */
    public void follow(MediaInfo info, double end) {
        clipStart = Math.round(info.start() * 1e6);
        clipRate = Optional.of(info.frameRate()).filter(Rational::known);
        sources.forEach(source -> source.requireUntil(end));
    }

    /**
     * What the user should know of the masks: how transparency is understood, and what looks like a mistake.
     *
     * @param width  of the frames that they are for
     * @param height of the frames that they are for
     */
    public List<String> notes(int width, int height) {
        return sources.stream()
                .flatMap(source -> Stream.concat(source.notes(width, height).stream(), otherRate(source).stream()))
                .toList();
    }

    /** Numbered pictures are mostly one for each frame of the clip, and their rate is easily forgotten. */
    private Optional<String> otherRate(MaskSource source) {
        return source.numberedRate()
                .filter(rate -> clipRate.isPresent()
                        && Math.abs(rate.value() / clipRate.get().value() - 1) > SAME_RATE)
                .map(rate ->
                        "mask " + source + ": its pictures follow each other at " + rate + " per second, the clip's at "
                                + clipRate.get() + "; give the clip's rate if there is one for each frame");
    }

    @Override
    public List<Mask> at(long microseconds) {
        List<Mask> masks = new ArrayList<>();
        for (MaskSource source : sources) {
            Mask mask = source.at(microseconds - clipStart);
            masks.add(inverted ? mask.inverted() : mask);
        }
        if (masks.size() == 1 && styles == 2) {
            masks.add(0, masks.get(0).inverted());
        }
        return masks;
    }

    @Override
    public void close() {
        sources.forEach(MaskSource::close);
    }
}
