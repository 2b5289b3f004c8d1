package org.zvideo.video.report;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page of a report: one file that needs no network. Its numbers are JSON in the page; a script of ours draws them with
 * uPlot, whose source is in the page too. Text from files is only ever set as text.
 */
final class HtmlReport {
    private static final ObjectMapper JSON = json();
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private HtmlReport() {
    }

    /** @param lines of the frames, as JSON */
    static byte[] page(Map<String, ?> report, List<String> lines, List<WorstPairs.Pictures> worst) throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        for (String line : lines) {
            frames.add(JSON.readTree(line));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("report", report);
        data.put("frames", frames);
        data.put("worst", worst);
        return resource("report.html")
                .replace("/*uplot.css*/", resource(UPLOT + "dist/uPlot.min.css"))
                .replace("/*report.css*/", resource("report.css"))
                .replace("/*uplot.licence*/", resource(UPLOT + "LICENSE"))
                .replace("/*uplot.js*/", resource(UPLOT + "dist/uPlot.iife.min.js"))
                .replace("/*report.js*/", resource("report.js"))
                .replace("/*data*/", JSON.writeValueAsString(data))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Inside a script element nothing may look like its end. */
    private static ObjectMapper json() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.getFactory().setCharacterEscapes(new CharacterEscapes() {
            private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

            {
                escapes['<'] = CharacterEscapes.ESCAPE_STANDARD;
                escapes['>'] = CharacterEscapes.ESCAPE_STANDARD;
                escapes['&'] = CharacterEscapes.ESCAPE_STANDARD;
            }

            @Override
            public int[] getEscapeCodesForAscii() {
                return escapes;
            }

            @Override
            public SerializableString getEscapeSequence(int character) {
                return new SerializedString("");
            }
        });
        return mapper;
    }
}
