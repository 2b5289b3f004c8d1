package org.zvideo.core;

import java.util.Optional;
import org.zvideo.core.image.ColorMatrices;
import org.zvideo.core.image.FloatImage;

/**
 * What {@link FrameCodec#finish} adds to a picture in the frame's own size: detail of the frame and strokes of the painting
 * that the model's autoencoder could not pass. With o the picture, r its frame's round trip and S the frame,
 *
 * <pre>  O = up(o) + detail · up(A) (S − up(r)) + strokes · up(layer)</pre>
 *
 * <p>This is zvideo's own, not the paper's.
 *
 * @param detail   0…1: the share of the frame's detail
 * @param matrices A, how colors of the frame become colors of the picture, in the size inside the model; needed where
 *                 {@code detail} is more than 0
 * @param strokes  0…1: the share of the layer
 * @param layer    brushwork on the scale of the picture's values, in the size inside the model or larger; needed where
 *                 {@code strokes} is more than 0
 */
public record Restoration(double detail, Optional<ColorMatrices> matrices, double strokes, Optional<FloatImage> layer) {
    /** Adds nothing. */
    public static final Restoration NONE = new Restoration(0, Optional.empty(), 0, Optional.empty());

    public Restoration {
        if (detail > 0 && matrices.isEmpty() || strokes > 0 && layer.isEmpty()) {
            throw new IllegalArgumentException("a share of " + detail + " of the detail and " + strokes
                    + " of the strokes needs what it is a share of");
        }
    }

    /** The same with another share of the frame's detail. */
    public Restoration withDetail(double share, ColorMatrices ofPicture) {
        return new Restoration(share, Optional.of(ofPicture), strokes, layer);
    }

    /** The same with another share of other strokes. */
    public Restoration withStrokes(double share, FloatImage brushwork) {
        return new Restoration(detail, matrices, share, Optional.of(brushwork));
    }
}
