package org.zvideo.core.torch;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** What this machine, or the container that it is, has of memory. */
public final class PhysicalMemory {
    private PhysicalMemory() {}

    /** All of it, in bytes. */
    public static long bytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * Fails before the system has to kill the process: files can be larger than the disk that they are on.
     *
     * @param what takes it, in the message
     * @throws ZvideoException of the kind {@link ErrorKind#MEMORY} if there is not as much in all
     */
    public static void require(String what, long bytes) {
        if (bytes > bytes()) {
            throw new ZvideoException(
                    ErrorKind.MEMORY,
                    String.format(
                            Locale.ROOT,
                            "%s: takes %.1f GB, this machine has %.1f GB",
                            what,
                            bytes / 1e9,
                            bytes() / 1e9));
        }
    }
}
