package org.zvideo.cli.terminal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.file.FileReason;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports failures of a command to the user: one line, and an exit status. */
public final class Failures {
    /** Those of no command, as none is known yet. */
    public static final Failures UNKNOWN = new Failures(Set.of());

    private final Remedies remedies;

    private Failures(Set<String> options) {
        this.remedies = new Remedies(options);
    }

    /** Those of a command, which offer as a remedy only what its options can do. */
    public static Failures of(CommandSpec command) {
        return new Failures(command.optionsMap().keySet());
    }

    /** Reports in one line what is wrong with a command line, and returns the status. */
    public static int usage(ParameterException error) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        System.err.println("zvideo: error: "
                + UnknownOption.of(error).map(UnknownOption::message).orElseGet(() -> said(error)) + "; see " + command
                + " --help");
        return ExitCode.USAGE.status();
    }

    /** What picocli says, with a word that is like one that is not known. */
    private static String said(ParameterException error) {
        List<String> near =
                error instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return firstLine(error.getMessage()).replaceFirst("\\.$", "")
                + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?");
    }

    /** Reports in one line what went wrong. */
    public ExitCode report(Throwable error) {
        System.err.println("zvideo: " + line(error));
        return ExitCode.of(error);
    }

    /** What is reported, without the words that mark it as an error of zvideo. */
    public String finding(Throwable error) {
        return oneLine(what(ExitCode.unwrapped(error)));
    }

    /** The kind of an error: the name of its exit status. */
    public static String kind(Throwable error) {
        return ExitCode.of(error).name();
    }

    String line(Throwable thrown) {
        Throwable error = ExitCode.unwrapped(thrown);
        String what = oneLine(what(error));
        return error instanceof CancelledException ? what : "error: " + what;
    }

    private String what(Throwable error) {
        if (error instanceof ZvideoException expected) {
            return with(expected.finding(), expected.remedy().flatMap(remedies::words));
        }
        return switch (ExitCode.of(error)) {
            case INTERNAL -> with(message(error), remedies.forFault());
            case MEMORY -> ofJava(error) ? JavaMemory.message() : with("not enough memory", remedies.forMemory());
            case UNAVAILABLE ->
                "native libraries cannot be loaded: "
                        + message(error).replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("\\.$", "")
                        + "; name a writable folder with ZVIDEO_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER";
            case IO -> ofFile(error);
            default -> message(error);
        };
    }

    /** What the system says of a file; an error that wraps it and has words of its own is told by those. */
    private static String ofFile(Throwable error) {
        IOException said = error instanceof IOException itself ? itself : (IOException) error.getCause();
        boolean ownWords = error != said && !said.toString().equals(error.getMessage());
        return ownWords ? message(error) : reason(said);
    }

    private static String reason(IOException error) {
        String file = error instanceof FileSystemException of && of.getFile() != null ? of.getFile() + ": " : "";
        return file + FileReason.of(error);
    }

    private static String with(String finding, Optional<String> remedy) {
        return remedy.map(words -> finding + "; " + words).orElse(finding);
    }

    private static boolean ofJava(Throwable error) {
        return error instanceof OutOfMemoryError
                && (message(error).contains("Java heap space") || message(error).contains("GC overhead"));
    }

    /** Its first line with words in it, behind its kind where the words alone are the name of a class or of a method. */
    private static String message(Throwable error) {
        String name = error.getClass().getName().replaceFirst("^.*\\.", "");
        String words = firstLine(error.getMessage());
        boolean named = error instanceof LinkageError && !(error instanceof UnsatisfiedLinkError);
        return words.isEmpty() ? name : named ? name + ": " + words : words;
    }

    private static String firstLine(String message) {
        return Stream.ofNullable(message)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** A file's name may have several. */
    private static String oneLine(String message) {
        return message.strip().lines().collect(Collectors.joining(" "));
    }
}
