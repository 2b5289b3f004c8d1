package org.zvideo.video.stage;

import java.util.Set;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.video.detail.LocalColorMap;

/** Says how much of a frame's detail is put back, and how it is recolored for the picture that comes from inside. */
public final class DetailStage extends MappingStage<ModelFrame, ModelFrame> {
    private final double share;

    /** @param share 0…1: how much of the frame's detail is put back */
    public DetailStage(Stage<ModelFrame> inner, double share) {
        super(inner);
        this.share = share;
    }

    @Override
    protected ModelFrame map(ModelFrame frame) {
        ModelPicture picture = frame.picture();
        FloatImage roundTrip = picture.roundTrip()
                .orElseThrow(() ->
                        new IllegalStateException("frame " + frame.source().number() + " came without its round trip"));
        return frame.with(frame.restoration().withDetail(share, LocalColorMap.of(roundTrip, picture.decoded())));
    }

    /** The round trip for the detail; the shares because finish shows the frame itself where no style acts. */
    @Override
    public Set<Slot> needs() {
        return Set.of(Slot.ROUND_TRIP, Slot.SHARES);
    }
}
