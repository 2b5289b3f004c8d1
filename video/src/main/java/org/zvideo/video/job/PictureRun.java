package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.Overwrite;
import org.zvideo.video.request.StyleTransferRequest;

/** Stylizes one picture as a request says. */
final class PictureRun {
    private final StyleTransferRequest request;
    private final OutputFiles files;
    private final LoadedModel model;
    private final JobListener listener;

    PictureRun(StyleTransferRequest request, OutputFiles files, LoadedModel model, JobListener listener) {
        this.request = request;
        this.files = files;
        this.model = model;
        this.listener = listener;
    }

    void run(List<RgbImage> paintings, StyleMasks regions) {
        Path target = request.target().file();
        StyleTransferOptions options = EffortChoice.first(request, listener::warning);
        boolean overwrite =
                OverwriteCheck.mayReplace(List.of(target), request.target().overwrite(), listener);
        try (OutputFile file = files.claim(target, overwrite)) {
            run(file, options, paintings, regions);
        }
        listener.wrote(target);
    }

    private void run(OutputFile file, StyleTransferOptions options, List<RgbImage> paintings, StyleMasks regions) {
        Machine machine = request.machine().withoutMotion();
        JobDump dump = JobDump.open(request.dump(), files, request.target().overwrite() == Overwrite.REPLACE);
        RgbImage source = StillImage.read("picture", request.source().file());
        machine.inTurn().applied();
        regions.notes(source.width(), source.height()).forEach(listener::warning);
        StyleTransfer opened = model.with(machine, machine.placement(), options, listener);
        RequestCheck.shape(request.source().file(), opened, source.width(), source.height());
        StyleTransfer transfer = machine.withinMemory(opened, source.width(), source.height(), paintings.size());
        try (WorkProgress progress = listener.starts(Work.PICTURE)) {
            progress.expect(1);
            dump.tellSize(transfer, source.width(), source.height(), 1, 1, paintings.size(), listener);
            PreparedStyles prepared = model.styles(transfer, paintings, request.lambdas(), listener);
            dump.styles(prepared);
            RgbImage result = new PictureTransfer(
                            transfer, request.method().appearance(), prepared, prepared::paintings, regions)
                    .of(source, dump.observer(source, listener.observer(progress)));
            file.write(StillImage.encode(result, file.target()));
            file.commit();
        }
    }
}
