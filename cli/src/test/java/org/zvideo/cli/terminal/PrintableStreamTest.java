package org.zvideo.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Oracle: the Unicode categories of what comes out, Cc, Cf, Zl, Zp and Cs, of which line feeds and tabs alone may be there. */
class PrintableStreamTest {
    private static final String HOSTILE =
            "a\u001b[31m\u0007\r\u0085\u009b31m\u00ad\u202e\u2028\u2029\u2066\ufeff\ud800z";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Texts reach a terminal in many ways, and none may pass by. */
    @Test
    void nothingThatATerminalObeysComesOut() {
        PrintStream before = System.err;
        try {
            System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            PrintableStream.install();
            System.err.println(HOSTILE);
            System.err.print(HOSTILE);
            System.err.printf("%s%n", HOSTILE);
            System.err.append(HOSTILE).append('\u202e').append(HOSTILE, 0, 3);
            System.err.println((Object) HOSTILE);
            System.err.println(HOSTILE.toCharArray());
            System.err.print('\u009b');
            new IllegalStateException(HOSTILE, new IllegalArgumentException(HOSTILE)).printStackTrace();
        } finally {
            System.setErr(before);
        }
        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(printed.startsWith("a?[31m????31m???????z\n"), printed);
        printed.codePoints()
                .filter(point -> point != '\n' && point != '\t')
                .forEach(point -> assertEquals(
                        0,
                        1 << Character.getType(point)
                                & (1 << Character.CONTROL
                                        | 1 << Character.FORMAT
                                        | 1 << Character.LINE_SEPARATOR
                                        | 1 << Character.PARAGRAPH_SEPARATOR
                                        | 1 << Character.SURROGATE),
                        Integer.toHexString(point)));
    }

    @Test
    void allOtherTextStays() {
        String text = "Grüße, 你好, 👩 é\u0301 ½ – “x”\tend\n";
        assertEquals(text, PrintableStream.printable(text));
    }

    @Test
    void aProgramsReaderGetsTheNameAsItIs() {
        String line = JsonOutput.line(Map.of("message", "a\u202e\u009bü"));
        assertEquals("{\"message\":\"a\\u202E\\u009B\\u00FC\"}", line);
        assertEquals(line, PrintableStream.printable(line));
    }
}
