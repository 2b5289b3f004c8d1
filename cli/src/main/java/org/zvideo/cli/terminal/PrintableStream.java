package org.zvideo.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * A stream of text in which nothing is left that a terminal would obey or that turns text around: control and format characters,
 * line and paragraph separators and halves of surrogate pairs become question marks. Names of files and streams come from strangers,
 * and find their way into messages, questions and stack traces of every library.
 *
 * <p>Bytes pass as they are: a program's own output and help do not come from strangers.
 */
public final class PrintableStream extends PrintStream {
    private final PrintStream text;

    private final ConsoleText console;

    private PrintableStream(PrintStream text, ConsoleText console) {
        super(text, true);
        this.text = text;
        this.console = console;
    }

    /** Puts such streams in place of the program's standard ones. */
    public static void install() {
        System.setOut(new PrintableStream(System.out, ConsoleText.of("stdout")));
        System.setErr(new PrintableStream(System.err, ConsoleText.of("stderr")));
    }

    /** A writer for what the program says of itself, in characters that standard output has. */
    public static PrintWriter help() {
        return ConsoleText.of("stdout").writer(System.out);
    }

    /** The text with question marks; line feeds and tabs stay. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> printable.appendCodePoint(isHarmless(point) ? point : '?'));
        return printable.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n' || point == '\t';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }

    @Override
    public void print(String string) {
        text.print(console.encodable(printable(String.valueOf(string))));
    }

    @Override
    public void print(char[] characters) {
        print(String.valueOf(characters));
    }

    @Override
    public void print(char character) {
        print(String.valueOf(character));
    }

    @Override
    public void print(Object object) {
        print(String.valueOf(object));
    }
}
