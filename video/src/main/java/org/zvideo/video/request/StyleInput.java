package org.zvideo.video.request;

import java.nio.file.Path;
import org.zvideo.core.StyleTransferOptions;

/**
 * A painting and how strongly it acts.
 *
 * @param file   the picture
 * @param lambda λ of METHOD.md: the weight of the style's attention, above 0
 */
public record StyleInput(Path file, double lambda) {
    public StyleInput {
        if (!(lambda > 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda " + lambda + ": expected more than 0");
        }
    }

    /** With the default weight, {@link StyleTransferOptions#LAMBDA}. */
    public static StyleInput of(Path file) {
        return new StyleInput(file, StyleTransferOptions.LAMBDA);
    }
}
