package org.zvideo.cli.terminal;

import java.util.List;
import org.zvideo.core.error.ZvideoException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports failures to the user: one line, and an exit status. */
public final class Failures {
    private Failures() {}

    /** Reports in one line what is wrong with a command line, and returns the status. */
    public static int usage(ParameterException error) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        List<String> near =
                error instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        System.err.println("zvideo: error: " + oneLine(error.getMessage())
                + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?") + "; see " + command + " --help");
        return ExitCode.USAGE.status();
    }

    /** Reports in one line what went wrong. */
    public static ExitCode report(Throwable error) {
        ExitCode code = ExitCode.of(error);
        String message = message(error);
        System.err.println("zvideo: " + (error instanceof CancelledException ? "" : "error: ")
                + oneLine(
                        switch (code) {
                            case INTERNAL -> message + "; run again with -v to see where";
                            case MEMORY ->
                                error instanceof ZvideoException
                                        ? message
                                        : ofJava(error)
                                                ? JavaMemory.message()
                                                : "not enough memory; use a smaller --size, --preset draft or --memory, or"
                                                        + " close other programs";
                            default ->
                                error instanceof LinkageError
                                        ? "native libraries cannot be loaded: "
                                                + message.replaceFirst("^[\\w.]+Exception: ", "")
                                                        .replaceFirst("\\.$", "")
                                                + "; name a writable folder with"
                                                + " ZVIDEO_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER"
                                        : message;
                        }));
        return code;
    }

    private static boolean ofJava(Throwable error) {
        return error instanceof OutOfMemoryError
                && (message(error).contains("Java heap space") || message(error).contains("GC overhead"));
    }

    private static String message(Throwable error) {
        if (error instanceof ZvideoException expected && expected.remedy().isPresent()) {
            return expected.finding() + "; " + Remedies.words(expected.remedy().get());
        }
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }

    private static String oneLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
