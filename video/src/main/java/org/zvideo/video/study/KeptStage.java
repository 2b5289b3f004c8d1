package org.zvideo.video.study;

import java.util.function.Consumer;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.stage.ModelFrame;
import org.zvideo.video.stage.ShotFrame;
import org.zvideo.video.stage.Stage;

/**
 * Keeps in the study's folder what the model makes of frames that nothing ties to others, and takes it from there. Such frames
 * do not depend on each other, so those that are kept may stand between others.
 */
final class KeptStage implements Stage<ModelFrame> {
    private final Stage<ModelFrame> inner;
    private final StudyFolder folder;
    private final String name;

    /**
     * @param inner  gives the picture of a frame at once
     * @param name   of the clip with its style
     */
    KeptStage(Stage<ModelFrame> inner, StudyFolder folder, String name) {
        this.inner = inner;
        this.folder = folder;
        this.name = name;
    }

    @Override
    public void accept(ShotFrame frame, Consumer<ModelFrame> out) {
        if (frame.ahead()) {
            return; // for frames that are tied to it, and none is
        }
        folder.frame(name, frame.number())
                .ifPresentOrElse(
                        picture -> out.accept(new ModelFrame(frame, picture, FrameMeasures.NONE)),
                        () -> inner.accept(frame, made -> {
                            folder.keepFrame(name, frame.number(), made.picture());
                            out.accept(made);
                        }));
    }

    @Override
    public void end(Consumer<ModelFrame> out) {
        inner.end(out);
    }

    @Override
    public void close() {
        inner.close();
    }
}
