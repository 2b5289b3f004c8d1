package org.zvideo.core.torch;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.zvideo.core.os.Platform;

/** The CPU threads of this process that compute: those of tensors, and those of Java's parallel streams. */
public final class Threads {
    private static final String WORKERS = "java.util.concurrent.ForkJoinPool.common.parallelism";

    private Threads() {}

    /**
     * Lets parallel streams use this many threads, the one that waits for them among them. To be called before the first of
     * them: Java makes their common pool once, and only Java 19 and newer can change it.
     */
    public static void useInStreams(int count) {
        System.setProperty(WORKERS, Integer.toString(count - 1));
    }

    /**
     * Lets LibTorch use this many threads from now on, and BLAS one in each of them. LibTorch splits the work itself and
     * calls BLAS from its threads; a BLAS with threads of its own makes them wait for each other, which costs more than
     * it gains.
     *
     * @throws org.zvideo.core.error.ZvideoException if there are no native libraries for this system
     */
    public static void use(int count) {
        Platform.prepare();
        torch.set_num_threads(count);
        openblas.blas_set_num_threads(1);
    }

    public static int count() {
        return torch.get_num_threads();
    }
}
