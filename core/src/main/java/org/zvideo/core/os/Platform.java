package org.zvideo.core.os;

import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.presets.torch;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/**
 * A system and processor, as the native libraries name them, and what there is for them. To be asked before the first native class:
 * without libraries that fails in a way that nobody understands, and with those for CPU and for CUDA beside each other LibTorch
 * ends the process.
 *
 * @param name    JavaCPP's name of the system and processor
 * @param present whether the class path has a resource
 */
public record Platform(String name, Predicate<String> present) {
    /** Those that LibTorch's Java packages exist for. */
    private static final List<String> SUPPORTED =
            List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

    private static final String CUDA = "-gpu";

    /** This one. */
    public static Platform here() {
        // The class is only named, which does not load its library.
        return new Platform(Loader.getPlatform(), resource -> torch.class.getResource(resource) != null);
    }

    /**
     * Gets this process ready to load native libraries: requires that there are some, and sets what they read from the
     * environment. To be called before the first class that loads one.
     *
     * @throws ZvideoException of the kind {@link ErrorKind#UNAVAILABLE} if there are none, or two sets of them
     */
    public static void prepare() {
        here().require();
        NativeSettings.apply();
    }

    /**
     * Requires libraries for this platform.
     *
     * @throws ZvideoException of the kind {@link ErrorKind#UNAVAILABLE} if there are none, or two sets of them
     */
    public void require() {
        if (!SUPPORTED.contains(name)) {
            throw unavailable("no libraries for " + name + "; there are " + String.join(", ", SUPPORTED));
        }
        boolean forCpu = present.test(library(name, ""));
        boolean forCuda = present.test(library(name, CUDA));
        if (forCpu && forCuda) {
            throw unavailable(
                    "the libraries for CPU and those for CUDA are both on the class path, and LibTorch cannot load both;"
                            + " keep one of zvideo-natives-cpu and zvideo-natives-gpu");
        }
        if (!forCpu && !forCuda) {
            List<String> others = SUPPORTED.stream()
                    .filter(other -> present.test(library(other, "")) || present.test(library(other, CUDA)))
                    .toList();
            throw unavailable(
                    others.isEmpty()
                            ? "no native libraries are on the class path; add zvideo-natives-cpu"
                            : "no libraries for " + name + " in this copy, which has those for "
                                    + String.join(", ", others)
                                    + "; use the download for this system, or build zvideo here");
        }
    }

    private static String library(String platform, String extension) {
        String file = platform.startsWith("windows")
                ? "jnitorch.dll"
                : platform.startsWith("macosx") ? "libjnitorch.dylib" : "libjnitorch.so";
        return "/org/bytedeco/pytorch/" + platform + extension + "/" + file;
    }

    private static ZvideoException unavailable(String message) {
        return new ZvideoException(ErrorKind.UNAVAILABLE, message);
    }
}
