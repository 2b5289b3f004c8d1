package org.zvideo.video.job;

import java.io.IOException;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** The programs whose versions may change the bits of a result: zvideo and what it computes with. */
public final class Programs {
    private Programs() {}

    /** Names and versions of all, as they are loaded. */
    public static List<String> versions() {
        String own = Programs.class.getPackage().getImplementationVersion();
        return List.of(
                "zvideo " + (own == null ? "(unpacked)" : own),
                "FFmpeg " + avutil.av_version_info().getString(),
                "LibTorch " + preset("pytorch"),
                "OpenCV " + preset("opencv"),
                "Java " + System.getProperty("java.version"));
    }

    private static String preset(String artifact) {
        try {
            return Loader.getVersion("org.bytedeco", artifact);
        } catch (IOException e) {
            return "(unknown)";
        }
    }
}
