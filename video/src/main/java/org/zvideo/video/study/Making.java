package org.zvideo.video.study;

import java.util.function.UnaryOperator;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.Stage;
import org.zvideo.video.stage.StyledFrame;

/**
 * How the results of a row of clips are made.
 *
 * @param untied   whether of the kept pictures of the row without ties, so that no model runs
 * @param pictures puts stages around the one that gives the model's pictures, in floating point
 * @param results  puts stages around the one that gives finished frames
 */
public record Making(
        boolean untied, UnaryOperator<Stage<ModelFrame>> pictures, UnaryOperator<Stage<StyledFrame>> results) {
    /** By the model with the row's own settings. */
    public static final Making MODEL = new Making(false, UnaryOperator.identity(), UnaryOperator.identity());
    /** Without ties, by the model once for all rows of this kind. */
    public static final Making UNTIED = new Making(true, UnaryOperator.identity(), UnaryOperator.identity());

    /** The source itself, as if it were a result. */
    public static final Making SOURCE = sham(SourceStage::new);

    /** Of the pictures without ties, changed before they are finished. */
    public static Making ofUntied(UnaryOperator<Stage<ModelFrame>> pictures) {
        return new Making(true, pictures, UnaryOperator.identity());
    }

    /** Of the finished frames without ties. */
    static Making sham(UnaryOperator<Stage<StyledFrame>> results) {
        return new Making(true, UnaryOperator.identity(), results);
    }
}
