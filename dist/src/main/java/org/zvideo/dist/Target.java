package org.zvideo.dist;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The systems that archives are made for: those for which LibTorch's Java packages have libraries. */
enum Target {
    LINUX_X86_64("linux-x86_64", "linux-x86_64", "Linux", "x86_64"),
    MACOS_ARM64("macos-arm64", "macosx-arm64", "Darwin", "aarch64"),
    MACOS_X86_64("macos-x86_64", "macosx-x86_64", "Darwin", "x86_64"),
    WINDOWS_X86_64("windows-x86_64", "windows-x86_64", "Windows", "x86_64");

    private final String label;
    private final String natives;
    private final String system;
    private final String processor;

    Target(String label, String natives, String system, String processor) {
        this.label = label;
        this.natives = natives;
        this.system = system;
        this.processor = processor;
    }

    /** The name in that of its archive. */
    String label() {
        return label;
    }

    /** The end of the names of jars with native libraries for it, without the dash. */
    String natives() {
        return natives;
    }

    boolean windows() {
        return this == WINDOWS_X86_64;
    }

    /** Whether somebody has run the program on it before a release. */
    boolean verified() {
        return this == LINUX_X86_64;
    }

    /** Whether a file {@code release} of a JDK or runtime image, which names its system and processor, is of this one. */
    boolean is(String named, String arch) {
        return named.startsWith(system) && arch.replace("amd64", "x86_64").equals(processor);
    }

    /** The system that this runs on, if it is one of them. */
    static Optional<Target> here() {
        String name = System.getProperty("os.name").replaceFirst("^Mac OS X.*", "Darwin");
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(target -> target.is(name, arch)).findFirst();
    }
}
