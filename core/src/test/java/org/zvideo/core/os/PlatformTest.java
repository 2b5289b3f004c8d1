package org.zvideo.core.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** Oracle: the four systems of LibTorch's Java packages, and class paths that are made up. */
class PlatformTest {
    private static final String LINUX = "/org/bytedeco/pytorch/linux-x86_64/libjnitorch.so";
    private static final String CUDA = "/org/bytedeco/pytorch/linux-x86_64-gpu/libjnitorch.so";
    private static final String MAC = "/org/bytedeco/pytorch/macosx-arm64/libjnitorch.dylib";
    private static final String WINDOWS = "/org/bytedeco/pytorch/windows-x86_64/jnitorch.dll";

    private static void fine(String name, String... resources) {
        new Platform(name, Set.of(resources)::contains).require();
    }

    private static void refused(String why, String name, String... resources) {
        ZvideoException error = assertThrows(ZvideoException.class, () -> fine(name, resources));
        assertEquals(ErrorKind.UNAVAILABLE, error.kind());
        assertTrue(error.getMessage().contains(why), error.getMessage());
    }

    @Test
    void eachSystemTakesItsOwnLibraries() {
        fine("linux-x86_64", LINUX);
        fine("linux-x86_64", CUDA);
        fine("macosx-arm64", MAC, LINUX);
        fine("windows-x86_64", WINDOWS);
        Platform.here().require();
    }

    @Test
    void aSystemWithoutLibrariesIsNamedWithThoseThatHaveThem() {
        refused(
                "no libraries for linux-arm64; there are linux-x86_64, macosx-arm64, macosx-x86_64, windows-x86_64",
                "linux-arm64",
                LINUX);
    }

    @Test
    void aCopyForAnotherSystemSaysForWhich() {
        refused("has those for linux-x86_64; use the download", "windows-x86_64", LINUX);
        refused("has those for linux-x86_64, macosx-arm64", "macosx-x86_64", LINUX, MAC);
        refused("no native libraries are on the class path; add zvideo-natives-cpu", "linux-x86_64");
    }

    @Test
    void twoSetsOfLibrariesAreRefusedBeforeLibTorchAborts() {
        refused("keep one of zvideo-natives-cpu and zvideo-natives-gpu", "linux-x86_64", LINUX, CUDA);
    }
}
