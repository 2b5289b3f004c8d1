package org.zvideo.video.stage;

import java.util.List;
import java.util.Optional;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.FloatPlane;

/** A {@link SummingStage} whose results come late, with round trips, which are the frames themselves, and shares. */
final class RoundTripStage extends MappingStage<ModelFrame, ModelFrame> {
    private final List<FloatPlane> shares;

    /** With one style that acts everywhere. */
    RoundTripStage() {
        this(List.of());
    }

    /** With shares of styles in the size of the frames. */
    RoundTripStage(List<FloatPlane> shares) {
        super(new SummingStage(true));
        this.shares = shares;
    }

    @Override
    protected ModelFrame map(ModelFrame sum) {
        Optional<FloatImage> roundTrip =
                Optional.of(TestPictures.picture(sum.source().image()));
        return sum.with(new ModelPicture(sum.picture().decoded(), roundTrip, shares));
    }
}
