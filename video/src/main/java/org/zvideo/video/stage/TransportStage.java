package org.zvideo.video.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zvideo.core.image.FloatImage;
import org.zvideo.video.flow.Transport;
import org.zvideo.video.flow.Transport.Carried;
import org.zvideo.video.flow.Trust;

/**
 * Carries the result of each frame into that of the next, moved as the source moves, so that tone and palette hold still where
 * the source does. Nothing is carried over a cut, nor from or to a frame that stands alone.
 *
 * <p>It works on whatever frames come, so with key frames from one of them to the next; what is carried is not rounded in
 * between, and depends on the frames of the shot and their pictures alone.
 */
public final class TransportStage extends MappingStage<ModelFrame, ModelFrame> {
    /** How far back the older result lies that is carried as well. */
    private static final int LONG_GAP = 10;
    /** How far results may stay behind a style that moves, as a share of the whole way. */
    private static final double MOST_BEHIND = 0.02;
    /** A mean trust below which a motion over that gap is left aside. */
    private static final double LEAST_TRUST = 0.3;

    private final Transport transport;
    private final boolean longRange;
    private final StyleMixes mixes;
    private final SharedMotion motions;
    /** Results of the shot that may still be carried, in their order. */
    private final List<Past> past = new ArrayList<>();

    /** How far the style moves in a frame. */
    private double pace;

    private record Past(ShotFrame source, FloatImage picture) {}

    /**
     * Carries what the stage inside makes.
     *
     * @param longRange whether a result of ten frames ago is carried as well
     */
    public TransportStage(Stage<ModelFrame> inner, Transport transport, boolean longRange, SharedMotion motions) {
        this(inner, transport, longRange, StyleMixes.FULL, motions);
    }

    /**
     * Carries what the stage inside makes, and less of it while the style moves, so that no result stays behind its style.
     *
     * @param longRange whether a result of ten frames ago is carried as well
     * @param mixes     of the styles at each time
     */
    public TransportStage(
            Stage<ModelFrame> inner, Transport transport, boolean longRange, StyleMixes mixes, SharedMotion motions) {
        super(inner);
        this.transport = transport;
        this.longRange = longRange;
        this.mixes = mixes;
        this.motions = motions;
    }

    @Override
    protected ModelFrame map(ModelFrame frame) {
        ShotFrame source = frame.source();
        if (!past.isEmpty() && past.get(0).source.shotStart() != source.shotStart()) {
            past.clear();
            pace = 0;
        }
        if (source.role() == ShotFrame.Role.ALONE) {
            return frame;
        }
        while (past.size() > 1 && (!longRange || isLongAgo(past.get(1), source))) {
            past.remove(0);
        }
        FloatImage picture = frame.picture().decoded();
        FloatImage carried = past.isEmpty()
                ? picture
                : slowed(source).into(picture, carried(source, past.get(past.size() - 1)), older(source));
        past.add(new Past(source, carried));
        return frame.with(frame.picture().with(carried));
    }

    /**
     * The transport into a frame. With a share a that is carried, a result stays behind a style that moves by d in each frame by
     * d·a/(1 − a): a is kept so small that this is no more than {@value #MOST_BEHIND} of the way. When the style rests again d
     * is halved from frame to frame, since frames that attend to each other need some to get there.
     */
    private Transport slowed(ShotFrame source) {
        double moved = mixes.of(source).distance(mixes.of(past.get(past.size() - 1).source));
        pace = Math.max(moved, pace / 2);
        return pace == 0 ? transport : transport.atMost(MOST_BEHIND / (MOST_BEHIND + pace));
    }

    private static boolean isLongAgo(Past result, ShotFrame source) {
        return result.source.number() <= source.number() - LONG_GAP;
    }

    private Carried carried(ShotFrame source, Past from) {
        int width = from.picture.width();
        int height = from.picture.height();
        return new Carried(
                from.picture,
                motions.between(source, from.source, width, height),
                motions.trust(source, from.source, width, height).values());
    }

    /** What is carried over the long gap, if its motion is to be believed. */
    private Optional<Carried> older(ShotFrame source) {
        Past last = past.get(0);
        if (!longRange || !isLongAgo(last, source) || mixes.of(source).distance(mixes.of(last.source)) > 0) {
            return Optional.empty();
        }
        Trust trust = motions.trust(source, last.source, last.picture.width(), last.picture.height());
        return trust.mean() > LEAST_TRUST ? Optional.of(carried(source, last)) : Optional.empty();
    }

    @Override
    public void close() {
        past.clear();
        pace = 0;
        motions.close();
        super.close();
    }
}
