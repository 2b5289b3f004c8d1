package org.zvideo.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.FrameConsistency;
import org.zvideo.core.Style;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.StyleTransferOptions;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.video.Clip;
import org.zvideo.video.bench.PipelineBenchmark;
import org.zvideo.video.filter.StyleTransferFilter;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.Machine;
import org.zvideo.video.stage.Masks;
import org.zvideo.video.stage.Observers;
import org.zvideo.video.stage.Schedule;

/** {@code zvideo bench --clip} without more: a job compared with its frames alone. */
final class PipelineBench {
    private PipelineBench() {}

    static Map<String, Object> run(
            Console console, Path clip, Path style, long frames, int steps, int repeats, Machine machine) {
        Schedule schedule = machine.schedule().applied();
        StyleTransferOptions options = StyleTransferOptions.defaults()
                .withMethod(StyleTransferOptions.methodDefaults(steps, FrameConsistency.FULL));
        try (StyleTransfer transfer = machine.open(machine.placement(), options);
                Style prepared =
                        transfer.style(StillImage.readStyle(style), StyleTransferOptions.LAMBDA, FrameObserver.NONE)) {
            transfer.modelNotes().forEach(console::warning);
            PipelineBenchmark.Result result = new PipelineBenchmark(
                            clip,
                            Clip.of(0, frames),
                            () -> new StyleTransferFilter(
                                    transfer, () -> List.of(prepared), Masks.NONE, Observers.NONE, schedule))
                    .run(repeats);
            console.result(String.format(
                    Locale.ROOT,
                    "%d frames of %d steps: %.2f s alone, %.2f s as a job: %.1f %% of the throughput",
                    result.frames(),
                    steps,
                    result.alone(),
                    result.job(),
                    100 * result.share()));
            return Map.of("version", 1, "clip", result);
        }
    }
}
