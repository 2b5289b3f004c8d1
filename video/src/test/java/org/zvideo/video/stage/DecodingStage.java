package org.zvideo.video.stage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;
import org.zvideo.core.image.FrameGeometry;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.report.FrameMeasures;

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

    private ModelFrame decoded(StyledFrame sum) {
        FloatImage picture = values(sum.image());
        return new ModelFrame(
                sum.source(),
                new ModelPicture(
                        FrameGeometry.of(picture.width(), picture.height(), picture.height(), 8),
                        picture,
                        Optional.of(values(sum.source().image())),
                        shares),
                FrameMeasures.of(sum.source().number(), 2));
    }

    /** A picture in floating point. */
    public static FloatImage values(RgbImage image) {
        float[] values = new float[image.pixels().length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (image.pixels()[n] & 0xff) / 127.5f - 1;
        }
        return new FloatImage(image.width(), image.height(), values);
    }

    @Override
    public void close() {
        sums.close();
    }
}
