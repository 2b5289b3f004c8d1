package org.zvideo.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;
import picocli.CommandLine.ParameterException;

/** The program's exit statuses. The numbers follow sysexits. */
public enum ExitCode {
    OK(0, "Done."),
    BOUND_NOT_MET(6, "A bound of --require is not met; the result is written."),
    USAGE(64, "The command line is wrong."),
    BAD_INPUT(65, "An input is damaged or unsupported."),
    MISSING_INPUT(66, "An input does not exist or cannot be read."),
    UNAVAILABLE(69, "A device or library is not available."),
    INTERNAL(70, "An internal error of zvideo."),
    MEMORY(71, "Not enough memory."),
    CANNOT_CREATE(73, "An output already exists or cannot be created."),
    IO(74, "Reading or writing failed, for example on a full disk."),
    OTHER_JOB(78, "The interrupted run, or the planned job, had other settings or inputs."),
    HUNG_UP(129, "The terminal was closed; finished frames are kept."),
    INTERRUPTED(130, "Interrupted by Ctrl-C; finished frames are kept."),
    TERMINATED(143, "Terminated by a signal; finished frames are kept.");

    /** The package of the libraries' Java side. */
    private static final String NATIVES = "org.bytedeco";

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    public int status() {
        return status;
    }

    /** The meaning, as a sentence. */
    public String meaning() {
        return meaning;
    }

    /** Every status with its meaning, as listed in the help. */
    public static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            list.put(Integer.toString(code.status), code.meaning);
        }
        return list;
    }

    static ExitCode of(Throwable thrown) {
        Throwable error = unwrapped(thrown);
        if (error instanceof ZvideoException expected) {
            return of(expected.kind());
        }
        if (isOfNatives(error)) {
            return UNAVAILABLE;
        }
        if (error instanceof ParameterException) {
            return USAGE;
        }
        if (error instanceof OutOfMemoryError || mentionsMemory(error)) {
            return MEMORY;
        }
        if (error instanceof UncheckedIOException || error instanceof IOException) {
            return IO;
        }
        return error instanceof CancelledException cancelled ? of(cancelled.signal()) : INTERNAL;
    }

    /** The one of an error of this kind. */
    public static ExitCode of(ErrorKind kind) {
        return switch (kind) {
            case BAD_INPUT, WEIGHTS -> BAD_INPUT;
            case MISSING_INPUT -> MISSING_INPUT;
            case USAGE -> USAGE;
            case CANNOT_CREATE -> CANNOT_CREATE;
            case UNAVAILABLE, DEVICE -> UNAVAILABLE;
            case IO -> IO;
            case MEMORY -> MEMORY;
            case OTHER_JOB -> OTHER_JOB;
            case NOT_FINITE -> INTERNAL;
        };
    }

    static ExitCode of(StopSignal signal) {
        return switch (signal) {
            case INT -> INTERRUPTED;
            case TERM -> TERMINATED;
            case HUP -> HUNG_UP;
        };
    }

    /** What failed, in place of what only says that something failed in a thread or by a call. */
    static Throwable unwrapped(Throwable error) {
        boolean wraps = error instanceof ExecutionException
                || error instanceof CompletionException
                || error instanceof UndeclaredThrowableException
                || error instanceof InvocationTargetException;
        return wraps && error.getCause() != null ? unwrapped(error.getCause()) : error;
    }

    /** What JavaCPP lets through; a plug-in that lacks a class, or was built for another version, is none of it. */
    private static boolean isOfNatives(Throwable error) {
        if (error instanceof UnsatisfiedLinkError) {
            return true;
        }
        boolean ofClass = error instanceof ExceptionInInitializerError || error instanceof NoClassDefFoundError;
        return ofClass
                && (String.valueOf(error.getMessage()).contains(NATIVES)
                        || error.getCause() instanceof UnsatisfiedLinkError
                        || Arrays.stream(error.getStackTrace())
                                .limit(1)
                                .anyMatch(frame -> frame.getClassName().startsWith(NATIVES)));
    }

    /** LibTorch reports it only in words. */
    private static boolean mentionsMemory(Throwable error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }
}
