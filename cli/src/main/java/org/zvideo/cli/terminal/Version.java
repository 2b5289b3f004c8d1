package org.zvideo.cli.terminal;

import org.zvideo.video.job.Programs;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, and those of the native libraries that it comes with; none of them is loaded for it. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return Programs.packed().toArray(String[]::new);
    }
}
