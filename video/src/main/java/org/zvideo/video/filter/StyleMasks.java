package org.zvideo.video.filter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.error.Closing;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.image.Mask;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.stage.Masks;

/**
 * The regions of the styles, from files: one per style in order, or one for two styles, of which the first has the black
 * and the second the white part (the paper's Fig. 9).
 */
public final class StyleMasks implements Masks, AutoCloseable {
    private final List<MaskSource> sources;
    private final int styles;
    private final boolean inverted;
    private long clipStart;

    private StyleMasks(List<MaskSource> sources, int styles, boolean inverted) {
        this.sources = sources;
        this.styles = styles;
        this.inverted = inverted;
    }

    /**
     * Opens the masks.
     *
     * @param files    pictures or videos; none for styles that act everywhere
     * @param styles   number of styles
     * @param inverted whether black and white change places
     * @param feather  pixels of the clip's frames over which hard edges are softened
     */
    public static StyleMasks open(List<Path> files, int styles, boolean inverted, int feather) {
        boolean split = files.size() == 1 && styles == 2;
        if (!files.isEmpty() && files.size() != styles && !split) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    files.size() + " mask(s) for " + styles + " style(s)",
                    Remedy.of(Remedy.Id.ONE_MASK_PER_STYLE));
        }
        StyleMasks masks = new StyleMasks(new ArrayList<>(), styles, inverted);
        return Closing.onFailure(masks, () -> {
            for (Path file : files) {
                masks.sources.add(MaskSource.open(file, feather));
            }
            return masks;
        });
    }

    /**
     * Says which clip the masks follow; fails if one of them ends before it.
     *
     * @param end of what is wanted of the clip, in seconds from the beginning of its file: that of its last picture, not
     *            what its container says
     */
    public void follow(MediaInfo info, double end) {
        clipStart = Math.round(info.start() * 1e6);
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
                .flatMap(source -> source.notes(width, height).stream())
                .toList();
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
