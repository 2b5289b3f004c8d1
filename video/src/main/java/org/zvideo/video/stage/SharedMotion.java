package org.zvideo.video.stage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.flow.FilmMotions;
import org.zvideo.video.flow.FlowWarp;
import org.zvideo.video.flow.ResizedMotion;
import org.zvideo.video.flow.SearchSize;
import org.zvideo.video.flow.Trust;
import org.zvideo.video.picture.StillImage;

/**
 * The motion between frames of a film, and the frames in the sizes at which motion is looked for: each is computed once for
 * all stages that ask. The newest are kept. Motion is that of the film's own frames, whatever light the stages see; trust
 * compares what the stages see.
 *
 * <p>Motions belong to this object: they may be used until a dozen others were asked for.
 */
public final class SharedMotion implements AutoCloseable {
    /** Pairs of frames and sizes that are kept: of those in use, a few times over. */
    private static final int MOST = 16;

    private final FilmMotions film;
    private final Map<Pair, FlowWarp> motions = new LinkedHashMap<>();
    private final Map<Pair, Trust> trusts = new LinkedHashMap<>();
    private final Map<Small, RgbImage> pictures = new LinkedHashMap<>();

    private record Pair(long frame, long earlier, int width, int height) {}

    private record Small(long frame, double gain, int width, int height) {}

    /** The motion of a film. */
    public SharedMotion() {
        this(new FilmMotions());
    }

    /** @param film the film's motions, which others may use as well; this object empties it when it is closed */
    public SharedMotion(FilmMotions film) {
        this.film = film;
    }

    /**
     * The motion from one frame to another, in a size. It is looked for in the film's {@link SearchSize}: what a smaller picture
     * hides is better seen there. Pictures larger than a small film have a motion that is looked for in their own size.
     */
    FlowWarp between(ShotFrame frame, ShotFrame other, int width, int height) {
        return kept(
                motions, pair(frame, other, width, height), () -> found(frame, other, width, height), FlowWarp::close);
    }

    private static Pair pair(ShotFrame frame, ShotFrame other, int width, int height) {
        return new Pair(frame.number(), other.number(), width, height);
    }

    private FlowWarp found(ShotFrame frame, ShotFrame other, int width, int height) {
        RgbImage now = frame.exposure().film();
        RgbImage then = other.exposure().film();
        if (enlarges(now, width, height)) {
            return FlowWarp.between(film(frame, width, height), film(other, width, height));
        }
        try (FlowWarp found = film.between(
                frame.number(), other.number(), now.width(), now.height(), () -> FlowWarp.searched(now, then))) {
            return ResizedMotion.of(found, width, height);
        }
    }

    /** Whether the pictures are larger than a film that is searched in its own size. */
    private static boolean enlarges(RgbImage frame, int width, int height) {
        SearchSize size = SearchSize.of(frame.width(), frame.height());
        boolean whole = size.width() == frame.width();
        boolean same = width == size.width() && height == size.height();
        return whole && !same && (width >= size.width() || height >= size.height());
    }

    /** The film's motions, for others. */
    public FilmMotions film() {
        return film;
    }

    /** How far the motion from an earlier frame is to be believed, in a size. */
    Trust trust(ShotFrame frame, ShotFrame earlier, int width, int height) {
        return kept(
                trusts,
                pair(frame, earlier, width, height),
                () -> Trust.of(
                        between(frame, earlier, width, height),
                        small(frame, width, height),
                        small(earlier, width, height)),
                trust -> {});
    }

    /** What is stylized of a frame, in a size. */
    RgbImage small(ShotFrame frame, int width, int height) {
        return small(frame, frame.image(), frame.exposure().gain(), width, height);
    }

    /** A frame as the film has it, in a size. */
    RgbImage film(ShotFrame frame, int width, int height) {
        return small(frame, frame.exposure().film(), 1, width, height);
    }

    private RgbImage small(ShotFrame frame, RgbImage image, double gain, int width, int height) {
        return kept(
                pictures,
                new Small(frame.number(), gain, width, height),
                () -> StillImage.resized(image, width, height),
                picture -> {});
    }

    /** A value that is known, or made now; the oldest one is dropped for it. */
    private static <K, V> V kept(Map<K, V> cache, K key, Supplier<V> made, Consumer<V> dropped) {
        V known = cache.get(key);
        if (known == null) {
            known = made.get();
            cache.put(key, known);
            if (cache.size() > MOST) {
                Iterator<V> oldest = cache.values().iterator();
                dropped.accept(oldest.next());
                oldest.remove();
            }
        }
        return known;
    }

    /** Forgets everything: the frames that follow may belong to another film. */
    @Override
    public void close() {
        film.close();
        motions.values().forEach(FlowWarp::close);
        motions.clear();
        trusts.clear();
        pictures.clear();
    }
}
