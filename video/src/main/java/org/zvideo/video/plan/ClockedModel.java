package org.zvideo.video.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Slot;

/** Clocks what the stages around a model do with each of its pictures. */
final class ClockedModel implements FrameModel {
    private final FrameModel inner;
    private final List<Clocked> pictures = new ArrayList<>();

    /** A picture, and how long the stages around the model took for it. */
    private record Clocked(ModelFrame made, double seconds) {}

    ClockedModel(FrameModel inner) {
        this.inner = inner;
    }

    /** The seconds that the stages around the model have taken for its first picture. */
    double first() {
        return pictures.get(0).seconds;
    }

    /** The seconds that they have taken for its newest picture. */
    double last() {
        return pictures.get(pictures.size() - 1).seconds;
    }

    /** The seconds that they have taken for all of its pictures but the first. */
    double afterFirst() {
        return pictures.stream().skip(1).mapToDouble(Clocked::seconds).sum();
    }

    /** What the model made last. */
    ModelFrame newest() {
        return pictures.get(pictures.size() - 1).made;
    }

    @Override
    public void make(Collection<Slot> slots) {
        inner.make(slots);
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        inner.accept(frame, made -> clock(made, out));
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        inner.end(made -> clock(made, out));
    }

    private void clock(ModelFrame made, Consumer<ModelFrame> out) {
        pictures.add(new Clocked(made, Stopwatch.seconds(() -> out.accept(made))));
    }

    @Override
    public boolean save(Path file) throws IOException {
        return inner.save(file);
    }

    @Override
    public void restore(long shotStart, Path ofFirst, Path ofPrevious) {
        inner.restore(shotStart, ofFirst, ofPrevious);
    }

    @Override
    public void close() {
        inner.close();
    }
}
