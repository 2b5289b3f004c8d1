package org.zvideo.video.request;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.guidance.Sain;
import org.zvideo.core.image.Mask;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.filter.StyleMasks;

/**
 * Where the styles act.
 *
 * @param files     pictures, videos or numbered pictures, white where a style acts: one for each style in order, one for two styles (the first
 *                  takes the black, the second the white), or none
 * @param inverted  whether black and white change places
 * @param feather   over how many pixels of the frame edges are softened, to each side
 * @param sainScope where the noise is adjusted if there are masks
 */
public record MaskInput(List<Path> files, boolean inverted, int feather, Sain.Scope sainScope) {
    /** Every style acts everywhere. */
    public static final MaskInput NONE = new MaskInput(List.of(), false, 0, Sain.Scope.REGION);

    public MaskInput {
        files = List.copyOf(files);
        Mask.requireFeather(feather);
    }

    /** The same with the noise adjusted elsewhere. */
    MaskInput withSainScope(Sain.Scope other) {
        return new MaskInput(files, inverted, feather, other);
    }

    /** The same with one of the files alone. */
    public MaskInput only(int n) {
        return new MaskInput(List.of(files.get(n)), inverted, feather, sainScope);
    }

    /**
     * Opens the files for this many styles.
     *
     * @param reading what is accepted of videos, and how many numbered pictures a second has
     */
    public StyleMasks open(int styles, ReadOptions reading) {
        return StyleMasks.open(files, reading, styles, inverted, feather);
    }
}
