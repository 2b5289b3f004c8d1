package org.zvideo.cli.terminal;

import org.zvideo.video.job.Programs;
import picocli.CommandLine.IVersionProvider;

/** The program's version and those of the native libraries that are really loaded. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return Programs.versions().toArray(String[]::new);
    }
}
