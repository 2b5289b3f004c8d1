package org.zvideo.video.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.zvideo.core.Fidelity;
import org.zvideo.core.FrameCodec;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.report.MeasuredContent;
import org.zvideo.video.report.MeasuredStyles;
import org.zvideo.video.report.Measuring;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;
import org.zvideo.video.stage.FrameModel;
import org.zvideo.video.stage.ModelStage;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;
import org.zvideo.video.stage.StyleMixes;
import org.zvideo.video.stage.WindowStage;

/**
 * What frames are stylized with: a model and prepared styles that follow a request, and the work folder that keeps what is
 * done.
 *
 * @param mixes how far each style is reached
 */
record ModelRun(
        StyleTransferRequest request,
        StyleTransfer transfer,
        Schedule schedule,
        PreparedStyles prepared,
        StyleMasks regions,
        StyleMixes mixes,
        WorkFolder work) {
    /** The stages that frames pass. */
    StyleTransferChain chain(StyleTransferChain.Frames frames, Observers observers, FilmPalette palette) {
        return new StyleTransferChain(
                MotionWindows.of(request, transfer)
                        .<FrameModel>map(module -> new WindowStage(module, prepared, regions, observers))
                        .orElseGet(() -> new ModelStage(transfer, prepared, regions, mixes, observers, schedule)),
                new Appearance(
                        request.method().appearance(),
                        new FrameCodec(transfer.options()),
                        scale -> prepared.paintings(scale, work.paintings()),
                        palette,
                        mixes),
                Steadying.of(request.method().ties(), transfer),
                frames,
                work,
                observers);
    }

    /** Does work with all by which results are measured, apart from the flow. */
    <T> T measuring(Function<Measuring, T> work) {
        try (Fidelity fidelity = fidelity(transfer)) {
            return work.apply(Measuring.DEFAULT
                    .withStyles(new MeasuredStyles(prepared.pictures(), mixes::atSeconds))
                    .withContent(MeasuredContent.by(fidelity)));
        }
    }

    /** What the report says of a model. */
    static List<String> remarks(StyleTransfer transfer) {
        List<String> remarks = new ArrayList<>(transfer.modelNotes());
        try (Fidelity fidelity = fidelity(transfer)) {
            if (fidelity.contentName().isEmpty()) {
                remarks.add("contentVae is not measured: the encoder of a tiny autoencoder has no maps for it");
            }
        }
        return remarks;
    }

    /** At the model's own size, as zvideo report measures, whatever the size of this run. */
    private static Fidelity fidelity(StyleTransfer transfer) {
        return transfer.with(StyleTransferOptions.defaults()).fidelity(Optional.empty());
    }
}
