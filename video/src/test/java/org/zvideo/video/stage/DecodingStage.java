package org.zvideo.video.stage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.RgbImage;

/**
 * Stands for the model: its picture is the sum that {@link SummingStage} makes, the round trip is the frame, and the measure is
 * the number of the frame.
 */
public final class DecodingStage implements Stage<ModelFrame> {
    private final SummingStage sums = new SummingStage(true);
    private final List<FloatPlane> shares;

    /** With one style that acts everywhere. */
    public DecodingStage() {
        this(List.of());
    }

    /** With shares of styles in the size of the frames. */
    public DecodingStage(List<FloatPlane> shares) {
        this.shares = shares;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        sums.accept(frame, sum -> out.accept(decoded(sum)));
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        sums.end(sum -> out.accept(decoded(sum)));
    }

    private ModelFrame decoded(ModelFrame sum) {
        return sum.with(new ModelPicture(
                sum.picture().decoded(), Optional.of(values(sum.source().image())), shares));
    }

    /** A picture in floating point. */
    public static FloatImage values(RgbImage image) {
        return TestPictures.picture(image);
    }

    @Override
    public void close() {
        sums.close();
    }
}
