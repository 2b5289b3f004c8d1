package org.zvideo.cluster;

import java.util.concurrent.ForkJoinPool;

/** The threads of Java's parallel streams. */
final class CommonPool {
    private CommonPool() {}

    /**
     * Makes them, at least one, unless they are there. A run with one thread would let Java make a pool without any: then two
     * models of one process that use streams at the same time wait for each other forever, on Java 17. To be called before anything
     * is planned or computed.
     *
     * @throws IllegalStateException if the pool was made without threads before
     */
    static void make() {
        if (ForkJoinPool.getCommonPoolParallelism() < 1) {
            throw new IllegalStateException("Java's common pool has no threads; start zvideo-spark without"
                    + " -Djava.util.concurrent.ForkJoinPool.common.parallelism=0");
        }
    }
}
