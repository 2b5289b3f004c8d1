package org.zvideo.cli;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.RgbImage;
import org.zvideo.core.Shot;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.diffusion.MemorySaving;
import org.zvideo.video.OutputFile;
import org.zvideo.video.StillImage;
import org.zvideo.video.StyleMasks;
import org.zvideo.video.dump.Dump;
import org.zvideo.video.filter.StyleTransferFilter.Schedule;

/** Stylises one picture as the command says. */
final class PictureRun {
    private final Zvideo command;
    private final Console console;

    PictureRun(Zvideo command, Console console) {
        this.command = command;
        this.console = console;
    }

    void run(Path target, StyleTransferOptions options, List<RgbImage> styles, StyleMasks regions, Preflight preflight) {
        boolean overwrite = preflight.mayOverwrite(command.output.replace, command.output.keep, console.terminal());
        Dump dump = command.dump(false);
        RgbImage source = StillImage.read("picture", command.input);
        command.machine.applyThreads(Schedule.IN_TURN);
        Path model = command.machine.modelPath();
        try (StyleTransfer opened = StyleTransfer.open(model, command.machine.configs(), command.machine.placement(),
                options)) {
            MemorySaving saving = command.machine.saving(opened.cost(source.width(), source.height(), styles.size()),
                    opened.precision());
            StyleTransfer transfer = opened.with(opened.options().withMemory(saving));
            Progress progress = console.progress("picture");
            progress.expect(1);
            command.tellDumpSize(transfer, false, source.width(), source.height(), 1);
            try (PreparedStyles prepared = new PreparedStyles(transfer, styles, command.lambdas(), console);
                    OutputFile file = OutputFile.create(target, overwrite); Shot shot = transfer.shot(prepared.get())) {
                if (dump != null) {
                    dump.styles(prepared.seen());
                }
                file.write(StillImage.encode(shot.next(source, regions.at(0),
                        command.observer(0, source, progress, dump)), target));
                file.commit();
            } finally {
                progress.clear();
            }
        }
        console.result(target);
    }
}
