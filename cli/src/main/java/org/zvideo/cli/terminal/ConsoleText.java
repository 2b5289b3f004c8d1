package org.zvideo.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;

/**
 * Text for a terminal that may know few characters, as those of Windows do: what it cannot show is written in letters and signs
 * that every terminal has.
 *
 * @param charset the one that the terminal's stream encodes with
 */
record ConsoleText(Charset charset) {
    private static final char FIRST_BEYOND_ASCII = 0x80;
    /** Those of our own texts, and what stands for each. */
    private static final Map<Character, String> SIGNS = Map.ofEntries(
            Map.entry('–', "-"),
            Map.entry('…', "..."),
            Map.entry('·', "-"),
            Map.entry('×', "x"),
            Map.entry('≤', "<="),
            Map.entry('≥', ">="),
            Map.entry('√', "sqrt"),
            Map.entry('²', "^2"),
            Map.entry('³', "^3"),
            Map.entry('ε', "epsilon"),
            Map.entry('λ', "lambda"),
            Map.entry('σ', "sigma"));

    /**
     * For one of Java's standard streams.
     *
     * @param stream stdout or stderr
     */
    static ConsoleText of(String stream) {
        String name = System.getProperty(stream + ".encoding", System.getProperty("sun." + stream + ".encoding", ""));
        try {
            return new ConsoleText(name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return new ConsoleText(Charset.defaultCharset());
        }
    }

    /** The text in characters that can be encoded; one that nothing stands for becomes a question mark. */
    String encodable(String text) {
        if (text.chars().allMatch(c -> c < FIRST_BEYOND_ASCII)) {
            return text;
        }
        CharsetEncoder encoder = charset.newEncoder();
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder fitting = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            String character = Character.toString(point);
            boolean ours = character.length() == 1 && SIGNS.containsKey(character.charAt(0));
            fitting.append(encoder.canEncode(character) ? character : ours ? SIGNS.get(character.charAt(0)) : "?");
        });
        return fitting.toString();
    }

    /** Writes text to a stream, and passes on what a terminal obeys. */
    PrintWriter writer(OutputStream stream) {
        Writer encoded = new OutputStreamWriter(stream, charset) {
            @Override
            public void write(String text, int from, int count) throws IOException {
                String fitting = encodable(text.substring(from, from + count));
                super.write(fitting, 0, fitting.length());
            }
        };
        return new PrintWriter(encoded, true);
    }
}
