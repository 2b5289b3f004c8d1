package org.zvideo.video.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The HTML page of a report: a single file that works without a network. Its numbers are JSON in the page, and our
 * script draws them with uPlot, whose source is in the page too. Text from files is only ever set as text, never as
 * HTML.
 */
final class HtmlReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HtmlReport() {}

    /**
     * Renders the page.
     *
     * @param lines the statistics of the frames, as JSON
     */
    static byte[] page(Map<String, ?> report, List<String> lines, List<WorstPairs.Pictures> worst) throws IOException {
        return page("report", report, lines, "worst", worst);
    }

    /**
     * Renders the page of several results.
     *
     * @param lines the statistics of the frames, as JSON
     */
    static byte[] several(Map<String, ?> report, List<String> lines, List<FrameStrip.Row> strip) throws IOException {
        return page("several", report, lines, "strip", strip);
    }

    private static byte[] page(String name, Map<String, ?> report, List<String> lines, String what, List<?> pictures)
            throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        for (String line : lines) {
            frames.add(JSON.readTree(line));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("report", report);
        data.put("frames", frames);
        data.put(what, pictures);
        return PageParts.page(HtmlReport.class, name, JSON.writeValueAsString(data));
    }
}
