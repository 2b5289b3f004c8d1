package org.zvideo.core.error;

/**
 * Closes what was opened if the work that follows fails, whatever is thrown: native memory must not stay behind after an
 * {@link OutOfMemoryError} either, because a batch continues with its next file.
 */
public final class Closing {
    private Closing() {}

    /** Work with a result. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        void run() throws E;
    }

    /** Runs the work and returns its result; if the work throws anything, closes the resource and throws the same. */
    public static <T, E extends Exception> T onFailure(AutoCloseable resource, Work<T, E> work) throws E {
        try {
            return work.run();
        } catch (Throwable e) {
            try {
                resource.close();
            } catch (Exception second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** The same for work without a result. */
    public static <E extends Exception> void onFailure(AutoCloseable resource, Action<E> action) throws E {
        Closing.<Boolean, E>onFailure(resource, () -> {
            action.run();
            return true;
        });
    }
}
