package org.zvideo.server.store;

import java.nio.charset.StandardCharsets;

/** Names that are nothing but names. */
public final class PlainNames {
    private static final int LONGEST = 255;

    private PlainNames() {}

    /** Whether a text is the name of a file itself: no way elsewhere, on any system. */
    static boolean isPlain(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c < ' ' || c == '/' || c == '\\' || c == ':' || c == 0x7f)
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /** A text without what a terminal or a page would obey. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "\uFFFD");
    }
}
