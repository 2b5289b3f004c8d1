package org.zvideo.cli.option;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.request.Overwrite;
import picocli.CommandLine.Option;

/** What happens to files that bear the names of results. */
public class OverwriteArguments {
    @Option(names = "-y", description = "Replace existing files.")
    public boolean replace;

    @Option(names = "-n", description = "Never replace existing files, and never ask.")
    boolean keep;

    /**
     * The answer to it.
     *
     * @throws ZvideoException if both answers were given
     */
    public Overwrite overwrite() {
        if (replace && keep) {
            throw new ZvideoException(ErrorKind.USAGE, "-y and -n contradict each other");
        }
        return replace ? Overwrite.REPLACE : keep ? Overwrite.KEEP : Overwrite.ASK;
    }
}
