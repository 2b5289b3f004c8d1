package org.zvideo.cli;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.Shot;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.dump.Dump;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.stage.Schedule;

/** Stylizes one picture as the command says. */
final class PictureRun {
    private final Zvideo command;
    private final Preflight preflight;
    private final OutputFiles files;
    private final LoadedModel loaded;
    private final Console console;

    PictureRun(Zvideo command, Preflight preflight, OutputFiles files, LoadedModel loaded, Console console) {
        this.command = command;
        this.files = files;
        this.loaded = loaded;
        this.preflight = preflight;
        this.console = console;
    }

    void run(StyleTransferOptions options, List<RgbImage> styles, StyleMasks regions) {
        Path target = preflight.target();
        boolean overwrite = Preflight.mayOverwrite(
                List.of(target), command.output.replace, command.output.keep, console.terminal());
        try (OutputFile file = files.claim(target, overwrite)) {
            run(file, options, styles, regions);
        }
        console.result(target);
    }

    private void run(OutputFile file, StyleTransferOptions options, List<RgbImage> styles, StyleMasks regions) {
        Dump dump = command.dump(files, false);
        RgbImage source = StillImage.read("picture", preflight.input());
        command.machine.applyThreads(Schedule.IN_TURN);
        regions.notes(source.width(), source.height()).forEach(console::warn);
        StyleTransfer opened = loaded.with(command.machine.placement(), options);
        preflight.requireShape(opened, source.width(), source.height());
        StyleTransfer transfer =
                command.machine.withinMemory(opened, source.width(), source.height(), styles.size(), console);
        Progress progress = console.progress("picture");
        progress.expect(1);
        command.tellDumpSize(dump, transfer, source.width(), source.height(), 1, 1);
        PreparedStyles prepared = loaded.styles(transfer, styles, command.lambdas());
        try (Shot shot = transfer.shot(prepared.get())) {
            if (dump != null) {
                dump.styles(prepared.seen());
            }
            file.write(StillImage.encode(
                    shot.next(source, regions.at(0), command.observer(0, source, progress, dump)), file.target()));
            file.commit();
        } finally {
            progress.clear();
        }
    }
}
