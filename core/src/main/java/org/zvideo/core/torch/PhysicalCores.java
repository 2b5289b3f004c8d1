package org.zvideo.core.torch;

import org.zvideo.core.os.Processor;

/** The cores a matrix product can keep busy: hyper-threads share their arithmetic units. */
public final class PhysicalCores {
    private PhysicalCores() {}

    /** Physical cores where the system tells them, never more than this process may use. */
    public static int count() {
        return Processor.here().physicalCores(Runtime.getRuntime().availableProcessors());
    }
}
