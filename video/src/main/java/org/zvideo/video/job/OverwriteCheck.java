package org.zvideo.video.job;

import java.nio.file.Path;
import java.util.List;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.request.Overwrite;

/** Whether files that bear the names of outputs may be replaced. */
final class OverwriteCheck {
    private OverwriteCheck() {}

    /**
     * Whether existing files may be replaced.
     *
     * @param names of all that will be written
     * @throws MediaException if some exist and may not
     */
    static boolean mayReplace(List<Path> names, Overwrite overwrite, JobListener listener) {
        List<Path> existing = names.stream().filter(OutputFiles::isTaken).toList();
        if (existing.isEmpty() || overwrite == Overwrite.REPLACE) {
            return overwrite == Overwrite.REPLACE;
        }
        if (overwrite == Overwrite.ASK && listener.mayReplace(existing.get(0))) {
            return true;
        }
        throw new MediaException(
                ErrorKind.CANNOT_CREATE,
                "output " + existing.get(0) + ": exists",
                Remedy.of(Remedy.Id.REPLACE_OR_RENAME));
    }
}
