package org.zvideo.video.plan;

import java.util.function.Consumer;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;

/**
 * Gives every frame the same picture at once, so that stages can be run, or timed, without the model.
 *
 * @param made what the model made of some frame
 */
public record SamePicture(ModelFrame made) implements Stage<ModelFrame> {
    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        out.accept(new ModelFrame(frame, made.picture(), made.measures()));
    }

    @Override
    public void end(Consumer<ModelFrame> out) {}

    @Override
    public void close() {}
}
