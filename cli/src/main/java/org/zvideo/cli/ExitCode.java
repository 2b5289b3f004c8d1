package org.zvideo.cli;

import java.io.UncheckedIOException;
import org.zvideo.core.torch.NonFiniteException;
import org.zvideo.core.torch.DeviceException;
import org.zvideo.core.weights.WeightException;
import org.zvideo.video.MediaException;
import org.zvideo.video.resume.JobMismatchException;
import picocli.CommandLine.ParameterException;

/** What the program's exit status says; the numbers follow sysexits. */
enum ExitCode {
    OK(0), NOT_HELD(6), USAGE(64), BAD_INPUT(65), MISSING_INPUT(66), UNAVAILABLE(69), INTERNAL(70), MEMORY(71),
    CANNOT_CREATE(73), IO(74), OTHER_JOB(78), HUNG_UP(129), INTERRUPTED(130), TERMINATED(143);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    static ExitCode of(Throwable error) {
        if (error instanceof MediaException media) {
            return switch (media.problem()) {
                case BAD_INPUT -> BAD_INPUT;
                case MISSING_INPUT -> MISSING_INPUT;
                case USAGE -> USAGE;
                case CANNOT_CREATE -> CANNOT_CREATE;
                case UNAVAILABLE -> UNAVAILABLE;
                case IO -> IO;
            };
        }
        if (error instanceof JobMismatchException) {
            return OTHER_JOB;
        }
        if (error instanceof WeightException) {
            return BAD_INPUT;
        }
        if (error instanceof DeviceException || error instanceof LinkageError) {
            return UNAVAILABLE;
        }
        if (error instanceof IllegalArgumentException || error instanceof ParameterException) {
            return USAGE;
        }
        if (error instanceof OutOfMemoryError || mentionsMemory(error)) {
            return MEMORY;
        }
        if (error instanceof UncheckedIOException) {
            return IO;
        }
        return error instanceof CancelledException cancelled ? cancelled.code() : INTERNAL;
    }

    /** LibTorch says it in words. */
    private static boolean mentionsMemory(Throwable error) {
        String message = error instanceof NonFiniteException || error.getMessage() == null ? "" : error.getMessage();
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }
}
