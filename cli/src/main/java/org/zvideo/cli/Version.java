package org.zvideo.cli;

import java.io.IOException;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import picocli.CommandLine.IVersionProvider;

/** The program's version and those of the native libraries that are really loaded. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = getClass().getPackage().getImplementationVersion();
        return new String[] {
            "zvideo " + (own == null ? "(unpacked)" : own),
            "FFmpeg " + avutil.av_version_info().getString(),
            "LibTorch " + preset("pytorch"),
            "OpenCV " + preset("opencv"),
            "Java " + System.getProperty("java.version"),
        };
    }

    private static String preset(String artifact) {
        try {
            return Loader.getVersion("org.bytedeco", artifact);
        } catch (IOException e) {
            return "(unknown)";
        }
    }
}
