package org.zvideo.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the program when a thread dies of something that no code could report, most often a lack of Java memory: whoever
 * waits for that thread would wait forever. Everything it needs is created beforehand, since nothing can be allocated
 * at that point.
 */
public final class UncaughtExceptionReporter implements Thread.UncaughtExceptionHandler {
    private static final int RESERVE = 1 << 18;

    private final byte[] memory = line(JavaMemory.message());
    private final byte[] other = line("a thread of the program died; run again with -v to see where");
    private final int memoryStatus = ExitCode.MEMORY.status();
    private final int otherStatus = ExitCode.INTERNAL.status();
    /** Memory to give up first, because halting needs some too. */
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
            // There is nobody to tell, or no way to; the status tells.
        }
        while (true) {
            try {
                Runtime.getRuntime().halt(noMemory ? memoryStatus : otherStatus);
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait(); // another thread may free some
            }
        }
    }
}
