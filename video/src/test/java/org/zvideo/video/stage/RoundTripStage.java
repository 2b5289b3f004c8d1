package org.zvideo.video.stage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/** A {@link SummingStage} whose results come late, with round trips, which are the frames themselves, and shares. */
final class RoundTripStage implements Stage<ModelFrame> {
    private final SummingStage sums = new SummingStage(true);
    private final List<FloatPlane> shares;

    /** With one style that acts everywhere. */
    RoundTripStage() {
        this(List.of());
    }

    /** With shares of styles in the size of the frames. */
    RoundTripStage(List<FloatPlane> shares) {
        this.shares = shares;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        sums.accept(frame, sum -> out.accept(complete(sum)));
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        sums.end(sum -> out.accept(complete(sum)));
    }

    private ModelFrame complete(ModelFrame sum) {
        Optional<FloatImage> roundTrip =
                Optional.of(TestPictures.picture(sum.source().image()));
        return sum.with(new ModelPicture(sum.picture().decoded(), roundTrip, shares));
    }

    @Override
    public void close() {
        sums.close();
    }
}
