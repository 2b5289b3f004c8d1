package org.zvideo.core.os;

/** The operating system, as far as it is anything to this program. */
public enum OperatingSystem {
    LINUX,
    MAC,
    WINDOWS,
    OTHER;

    /** The one that this runs on. */
    public static OperatingSystem here() {
        return named(System.getProperty("os.name", ""));
    }

    /** The one that Java names so. */
    public static OperatingSystem named(String name) {
        if (name.startsWith("Windows")) {
            return WINDOWS;
        }
        if (name.startsWith("Mac")) {
            return MAC;
        }
        return name.equals("Linux") ? LINUX : OTHER;
    }

    /** The file that takes everything and keeps nothing. */
    public String nullDevice() {
        return this == WINDOWS ? "NUL" : "/dev/null";
    }
}
