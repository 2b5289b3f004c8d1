package org.zvideo.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the program when a thread dies of what no code could report, most often Java's memory: whoever waits for that
 * thread would wait forever. What it needs is made beforehand, as nothing can be made then.
 */
public final class LastResort implements Thread.UncaughtExceptionHandler {
    private static final int RESERVE = 1 << 18;

    private final byte[] memory = line("not enough memory for Java; give it more with ZVIDEO_JAVA_OPTS=-Xmx2g");
    private final byte[] other = line("a thread of the program died; run again with -v to see where");
    private final int memoryStatus = ExitCode.MEMORY.status();
    private final int otherStatus = ExitCode.INTERNAL.status();
    /** Given up first: to halt takes memory too. */
    private byte[] unusedReserve = new byte[RESERVE];

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

    private static byte[] line(String text) {
        return ("zvideo: error: " + text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
        unusedReserve = null;
        boolean noMemory = error instanceof OutOfMemoryError;
        try {
            out.write(noMemory ? memory : other);
        } catch (IOException | OutOfMemoryError e) {
            // There is nobody to tell, or no way; the status tells.
        }
        while (true) {
            try {
                Runtime.getRuntime().halt(noMemory ? memoryStatus : otherStatus);
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait(); // another thread may give some back
            }
        }
    }
}
