package org.zvideo.video.stage;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.zvideo.core.ModelPicture;
import org.zvideo.core.image.FloatImage;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.palette.MovingPalette;
import org.zvideo.video.palette.Palette;
import org.zvideo.video.shot.Brightness;

/**
 * Takes the colors of pictures to those of the paintings, for all frames of a shot by the same palette. It is made of the first
 * frame of the shot that is well exposed. Frames before that one wait for it, up to {@value #MOST_HELD}, or fewer if they are large; where there is none
 * among them, it is made of the first that is not flat. Flat frames pass as they are where no palette has been made.
 *
 * <p>It depends on nothing but the frames of the shot and their pictures, and where styles move in time, on how far each is reached.
 */
public final class PaletteStage implements Stage<ModelFrame> {
    static final int MOST_HELD = 50;
    /** Of frames that are held; 50 frames of 8K would fill 5 GB. */
    private static final long MOST_PIXELS = 64_000_000;
    /** Frames that are darker are not well exposed. */
    private static final double DARK = 40;
    /** Frames whose light was raised by more than that have lost colors. */
    private static final double STEADY = 0.8;

    private final Stage<ModelFrame> inner;
    private final List<FloatImage> paintings;
    private final double share;
    private final Optional<Palette> given;
    private final boolean lasting;
    private final Consumer<Palette> told;
    private final StyleMixes mixes;
    private final MovingPalette moving;
    /** Frames that wait for a palette. */
    private final Queue<ModelFrame> held = new ArrayDeque<>();

    private Optional<Palette> palette;
    private long shotStart;

    /**
     * A stage that makes a palette for each shot.
     *
     * @param paintings of the styles, in their order
     * @param share     0…1: how far colors go
     */
    public PaletteStage(Stage<ModelFrame> inner, List<FloatImage> paintings, double share) {
        this(inner, paintings, share, StyleMixes.FULL);
    }

    /**
     * The same for styles that move in time, so that their palettes move with them.
     *
     * @param paintings of the styles, in their order
     * @param share     0…1: how far colors go
     * @param mixes     how far each style is reached
     */
    public PaletteStage(Stage<ModelFrame> inner, List<FloatImage> paintings, double share, StyleMixes mixes) {
        this(inner, paintings, share, Optional.empty(), false, made -> {}, mixes);
    }

    /**
     * A stage that makes one palette for all shots, of the first that has colors: what a film shows again keeps its colors.
     *
     * @param paintings of the styles, in their order
     * @param share     0…1: how far colors go
     * @param told      told the palette when it is made
     */
    public static PaletteStage ofFilm(
            Stage<ModelFrame> inner, List<FloatImage> paintings, double share, Consumer<Palette> told) {
        return new PaletteStage(inner, paintings, share, Optional.empty(), true, told, StyleMixes.FULL);
    }

    /**
     * A stage that uses one palette for all shots.
     *
     * @param share 0…1: how far colors go
     */
    public PaletteStage(Stage<ModelFrame> inner, Palette palette, double share) {
        this(inner, List.of(), share, Optional.of(palette), true, made -> {}, StyleMixes.FULL);
    }

    private PaletteStage(
            Stage<ModelFrame> inner,
            List<FloatImage> paintings,
            double share,
            Optional<Palette> given,
            boolean lasting,
            Consumer<Palette> told,
            StyleMixes mixes) {
        this.inner = inner;
        this.paintings = List.copyOf(paintings);
        this.share = share;
        this.given = given;
        this.lasting = lasting;
        this.told = told;
        this.mixes = mixes;
        this.moving = new MovingPalette(paintings);
        this.palette = given;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        inner.accept(frame, result -> take(result, out));
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        inner.end(result -> take(result, out));
        settle(out);
    }

    private void take(ModelFrame frame, Consumer<ModelFrame> out) {
        if (frame.source().shotStart() != shotStart) {
            settle(out);
            palette = lasting ? palette : Optional.empty();
            moving.reset();
            shotStart = frame.source().shotStart();
        }
        held.add(frame);
        if (palette.isEmpty() && wellExposed(frame)) {
            palette = Optional.of(made(frame));
        }
        RgbImage image = frame.source().image();
        if (palette.isPresent() || held.size() >= mostHeld(image.width(), image.height())) {
            settle(out);
        }
    }

    /** How many frames of a size may wait. */
    static int mostHeld(int width, int height) {
        return (int) Math.max(1, Math.min(MOST_HELD, MOST_PIXELS / ((long) width * height)));
    }

    /** Gives what waits; where there is no palette yet, the first frame that is not flat makes one. */
    private void settle(Consumer<ModelFrame> out) {
        if (palette.isEmpty()) {
            palette = held.stream().filter(PaletteStage::hasColors).findFirst().map(this::made);
        }
        for (ModelFrame frame = held.poll(); frame != null; frame = held.poll()) {
            out.accept(colored(frame));
        }
    }

    private static boolean wellExposed(ModelFrame frame) {
        return frame.source().exposure().gain() > STEADY
                && Brightness.of(frame.source().image()).mean() > DARK
                && hasColors(frame);
    }

    /** Whether neither the frame nor what the model made of it is flat. */
    private static boolean hasColors(ModelFrame frame) {
        return !Brightness.of(frame.source().image()).flat()
                && !Brightness.of(rounded(frame.picture().decoded())).flat();
    }

    private static RgbImage rounded(FloatImage picture) {
        short[] levels = picture.levels();
        RgbImage rounded = new RgbImage(picture.width(), picture.height());
        for (int n = 0; n < levels.length; n++) {
            rounded.pixels()[n] = (byte) (levels[n] >> 8);
        }
        return rounded;
    }

    private Palette made(ModelFrame frame) {
        ModelPicture picture = frame.picture();
        if (!mixes.full()) {
            return moving.at(picture, mixes.of(frame.source()), () -> true);
        }
        Palette made = Palette.of(picture.decoded(), paintings, picture.shares());
        told.accept(made);
        return made;
    }

    private ModelFrame colored(ModelFrame frame) {
        ModelPicture picture = frame.picture();
        return palette.map(of -> mixes.full() ? of : moved(frame))
                .map(of -> frame.with(picture.with(of.applied(picture.decoded(), share, picture.shares()))))
                .orElse(frame);
    }

    private Palette moved(ModelFrame frame) {
        return moving.at(frame.picture(), mixes.of(frame.source()), () -> hasColors(frame));
    }

    /** Each style's palette acts where the style does. */
    @Override
    public Set<Slot> needs() {
        return Set.of(Slot.SHARES);
    }

    @Override
    public void close() {
        held.clear();
        palette = given;
        moving.reset();
        shotStart = 0;
        inner.close();
    }
}
