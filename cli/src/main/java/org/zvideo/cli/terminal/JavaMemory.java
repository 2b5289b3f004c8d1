package org.zvideo.cli.terminal;

/** The message about a lack of Java memory. */
final class JavaMemory {
    private static final long MEGABYTE = 1 << 20;
    private static final long STEP = 512;

    private JavaMemory() {}

    /**
     * A line with an option that gives more than there was.
     *
     * @param heap the bytes that Java might use
     */
    static String message(long heap) {
        long more = (2 * heap / MEGABYTE + STEP - 1) / STEP * STEP;
        return "not enough memory for Java; give it more with ZVIDEO_JAVA_OPTS=-Xmx"
                + (more % 1024 == 0 ? more / 1024 + "g" : more + "m");
    }

    /** The same for this process. */
    static String message() {
        return message(Runtime.getRuntime().maxMemory());
    }
}
