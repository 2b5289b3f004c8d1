package org.zvideo.core.error;

import java.util.function.Supplier;

/**
 * The border between a user's values and the program. Constructors refuse a wrong value with an
 * {@link IllegalArgumentException}, as is usual in Java. While values are built from what a user gave, that is the user's
 * mistake; anywhere else it is a mistake of the program.
 */
public final class Usage {
    private Usage() {}

    /**
     * Builds a value from what a user gave.
     *
     * @throws ZvideoException of the kind {@link ErrorKind#USAGE} if the value is wrong
     */
    public static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ZvideoException(ErrorKind.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** The same for checks that give no value. */
    public static void check(Runnable check) {
        checked(() -> {
            check.run();
            return true;
        });
    }
}
