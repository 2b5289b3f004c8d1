package org.zvideo.video.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_video;
import org.zvideo.core.torch.LibTorch;
import org.zvideo.video.flow.WindowlessOpenCv;

/** The programs whose versions may change the bits of a result: zvideo and what it computes with. */
public final class Programs {
    private static final String UNKNOWN = "(unknown)";

    private Programs() {}

    /** What a result depends on: FFmpeg as it is loaded, the others as they were packed, with the version of the packing. */
    public static List<String> versions() {
        return all(ffmpeg(), packed("pytorch"), packed("opencv"));
    }

    /** Names and versions of all as they were packed, without loading any of them. */
    public static List<String> packed() {
        return all(packed("ffmpeg"), packed("pytorch"), packed("opencv"));
    }

    /** Names and versions of all as the libraries give them themselves, once they are loaded. */
    public static List<String> loaded() {
        WindowlessOpenCv.use();
        Loader.load(opencv_video.class); // of OpenCV's parts in use the one that needs most others
        return all(ffmpeg(), LibTorch.version(), opencv_core.CV_VERSION());
    }

    private static String ffmpeg() {
        return avutil.av_version_info().getString();
    }

    private static List<String> all(String ffmpeg, String libTorch, String openCv) {
        String own = Programs.class.getPackage().getImplementationVersion();
        return List.of(
                "zvideo " + (own == null ? "(unpacked)" : own),
                "FFmpeg " + ffmpeg,
                "LibTorch " + libTorch,
                "OpenCV " + openCv,
                "Java " + System.getProperty("java.version"));
    }

    /** What Maven left in a jar about itself; JavaCPP's own method for it would load JavaCPP. */
    private static String packed(String artifact) {
        try (InputStream in =
                Programs.class.getResourceAsStream("/META-INF/maven/org.bytedeco/" + artifact + "/pom.properties")) {
            Properties pom = new Properties();
            if (in != null) {
                pom.load(in);
            }
            return pom.getProperty("version", UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
