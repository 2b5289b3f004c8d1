package org.zvideo.cluster;

import java.io.IOException;
import java.util.function.Function;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.file.TemporaryFolder;

/** Temporary folders of {@code zvideo-spark}. */
final class Scratch {
    private Scratch() {}

    static TemporaryFolder folder() throws IOException {
        return TemporaryFolder.create("spark");
    }

    /** Does some work with a job of which nothing stays. */
    static <T> T withJob(Function<JobFolder, T> work) {
        try (TemporaryFolder folder = folder()) {
            return work.apply(JobFolder.of(folder.path()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static MediaException failed(IOException cause) {
        return new MediaException(ErrorKind.CANNOT_CREATE, "temporary folder: " + FileReason.of(cause), cause);
    }
}
