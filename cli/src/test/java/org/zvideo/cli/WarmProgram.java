package org.zvideo.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;
import org.zvideo.cli.terminal.PrintableStream;

/**
 * The program in a process that stays for all tests of a class, in an empty folder for each. It says and does what {@link Run}
 * sees, in a third of the time, since Java and the native libraries start once. For tests of what commands do; a test of how a
 * process begins, is stopped or ends needs {@link Run}.
 */
final class WarmProgram implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final PrintStream OUT = System.out;

    private final List<String> javaOptions;
    private final Path folder;
    /** What native libraries and Java say past the program. */
    private final Path said;

    private int read;
    private Process process;

    /** @param javaOptions such as a property of the program's */
    WarmProgram(String... javaOptions) {
        this.javaOptions = List.of(javaOptions);
        try {
            folder = Files.createTempDirectory("zvideo-test").toRealPath();
            said = Files.createTempFile("zvideo-test", ".txt");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it runs; emptied after each test. */
    Path folder() {
        return folder;
    }

    /** Runs a command to its end, with no terminal and nothing to read. */
    Run of(String... arguments) throws IOException {
        DataOutputStream ask = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        ask.writeInt(arguments.length);
        for (String argument : arguments) {
            ask.writeUTF(argument);
        }
        ask.flush();
        DataInputStream answer = new DataInputStream(process.getInputStream());
        int status = answer.readInt();
        String results = text(answer);
        String messages = text(answer);
        return new Run(status, results, messages + news());
    }

    private String news() throws IOException {
        byte[] all = Files.readAllBytes(said);
        String news = new String(all, read, all.length - read, StandardCharsets.UTF_8);
        read = all.length;
        return news;
    }

    private static String text(DataInputStream from) throws IOException {
        return new String(from.readNBytes(from.readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (process == null || !process.isAlive()) {
            read = 0;
            process = Run.java(folder, javaOptions, WarmProgram.class)
                    .redirectError(said.toFile())
                    .start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Run.delete(file);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (process != null) {
            process.getOutputStream().close();
            process.waitFor();
        }
        Files.delete(said);
        Files.delete(folder);
    }

    /** The other side: commands from standard input, each as the number of its arguments and these. */
    public static void main(String[] none) throws IOException {
        DataInputStream commands = new DataInputStream(System.in);
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(OUT));
        Cancellation cancellation = new Cancellation();
        while (true) {
            String[] command;
            try {
                command = new String[commands.readInt()];
            } catch (EOFException e) {
                System.exit(0);
                return;
            }
            for (int n = 0; n < command.length; n++) {
                command[n] = commands.readUTF();
            }
            ByteArrayOutputStream results = new ByteArrayOutputStream();
            ByteArrayOutputStream messages = new ByteArrayOutputStream();
            System.setOut(new PrintStream(results, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(messages, true, StandardCharsets.UTF_8));
            PrintStream terminal = System.err;
            PrintableStream.install();
            answers.writeInt(Main.run(new Console(cancellation, terminal), command));
            for (ByteArrayOutputStream text : List.of(results, messages)) {
                answers.writeInt(text.size());
                text.writeTo(answers);
            }
            answers.flush();
        }
    }
}
