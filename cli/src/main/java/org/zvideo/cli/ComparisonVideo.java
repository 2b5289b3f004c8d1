package org.zvideo.cli;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacv.Frame;
import org.zvideo.video.Clip;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.picture.PictureSequence;

/** Source and result in one picture, in {@code OUT.compare.EXT} beside the result. */
record ComparisonVideo(Zvideo command, Console console, Path source, Path result) {
    /** Fails if none can be made, before any work is done. */
    void check() {
        if (console.piped()
                || PictureSequence.of(result).isPresent()
                || PictureSequence.of(source).isPresent()) {
            throw new IllegalArgumentException("--compare: only between two files of video");
        }
    }

    /** Makes it. */
    void write(OutputFile file, EncoderSettings encoder) {
        ComparisonFilter filter = new ComparisonFilter(
                source, command.reading.options(), command.reading.from, command.filters.before(), command.compare);
        Progress progress = console.progress("comparison");
        try {
            new FramePipeline(List.of(filter))
                    .run(
                            result,
                            Clip.WHOLE,
                            ReadOptions.TRUSTED,
                            file.part(),
                            file.target().getFileName().toString(),
                            encoder,
                            new FramePipeline.Listener() {
                                @Override
                                public void opened(MediaInfo info) {
                                    progress.expect(info.frames());
                                }

                                @Override
                                public void frame(Frame source, Frame compared, double time, double seconds) {
                                    console.checkCancelled();
                                    progress.step(1, 1);
                                    progress.frameDone();
                                }
                            });
            file.commit();
        } finally {
            filter.release();
            progress.clear();
        }
        console.result(file.target());
    }

    /** Its name beside a result's. */
    static Path named(Path result) {
        return FileName.beside(result, ".compare" + FileName.ending(result));
    }
}
