package org.zvideo.video.flow;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;

/**
 * OpenCV without its windows. Whatever searches for motion has JavaCPP load the library for windows first, although it uses none
 * of it; that one needs GTK, which servers, containers and many desktops do not have, and then nothing at all is loaded.
 */
public final class WindowlessOpenCv {
    private static final String WINDOWS = "opencv_highgui";

    private WindowlessOpenCv() {}

    /** To be called before the first class of OpenCV's that searches for motion; costs nothing the second time. */
    public static void use() {
        // JavaCPP does not load a library twice under one name, so another one under this name stands in for it.
        String other = Loader.load(opencv_core.class);
        try {
            URL[] standIn = {Path.of(other).toUri().toURL()};
            Loader.loadLibrary(opencv_core.class, standIn, "jni" + WINDOWS);
            Loader.loadLibrary(opencv_core.class, standIn, WINDOWS + version());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(other, e);
        }
    }

    /** As the presets name it, so that the library itself is not loaded either: {@code @.413} for 4.13. */
    private static String version() {
        return "@." + opencv_core.CV_VERSION_MAJOR + opencv_core.CV_VERSION_MINOR;
    }
}
