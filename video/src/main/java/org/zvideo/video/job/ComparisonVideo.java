package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.Clip;
import org.zvideo.video.EncoderSettings;
import org.zvideo.video.FramePipeline;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.FileName;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.filter.ComparisonFilter;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.request.FilterSpec;
import org.zvideo.video.request.Source;

/**
 * Source and result in one picture, in {@code OUT.compare.EXT} beside the result.
 *
 * @param layout how the two share the picture
 */
record ComparisonVideo(Source source, FilterSpec filters, Path result, ComparisonFilter.Layout layout) {
    /** Fails if none can be made, before any work is done. */
    void check() {
        if (PictureSequence.of(result).isPresent()
                || PictureSequence.of(source.file()).isPresent()) {
            throw new MediaException(ErrorKind.USAGE, "comparison: only between two files of video");
        }
    }

    /** Makes it. */
    void write(OutputFile file, EncoderSettings encoder, JobListener listener) {
        ComparisonFilter filter = new ComparisonFilter(
                source.file(), source.reading(), source.clip().fromSeconds(), filters.preFilter(), layout);
        try (WorkProgress progress = listener.starts(Work.COMPARISON)) {
            new FramePipeline(List.of(filter))
                    .run(
                            result,
                            Clip.WHOLE,
                            ReadOptions.TRUSTED,
                            file.part(),
                            file.target().getFileName().toString(),
                            encoder,
                            new FrameCount(progress, listener));
            file.commit();
        } finally {
            filter.release();
        }
        listener.wrote(file.target());
    }

    /** Its name beside a result's. */
    static Path named(Path result) {
        return FileName.beside(result, ".compare" + FileName.ending(result));
    }
}
