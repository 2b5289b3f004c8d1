/**
 * Stroke restoration: gives back to a stylized picture the brushwork that the model's autoencoder took from the painting. The
 * painting's round trip and the picture have been through the same autoencoder, so patches of both can be compared; each patch
 * of the picture takes what the painting lost where its round trip looks like it. In a film a patch keeps the match that it had
 * in the frame before, moved as the film moves.
 *
 * <p>This is zvideo's own, not the paper's. Its executable specification is {@code strokes_reference.py} beside the golden cases.
 * The package knows no stages; {@link org.zvideo.video.stage.StrokesStage} uses it.
 */
@NullMarked
package org.zvideo.video.strokes;

import org.jspecify.annotations.NullMarked;
