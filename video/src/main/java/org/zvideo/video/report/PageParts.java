package org.zvideo.video.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Puts a page of one file together: its own HTML, style and script, uPlot's, and the data. */
public final class PageParts {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private PageParts() {}

    /**
     * Makes a page.
     *
     * @param owner whose resources {@code NAME.html} and {@code NAME.js} are
     * @param data  JSON
     */
    public static byte[] page(Class<?> owner, String name, String data) throws IOException {
        return resource(owner, name + ".html")
                .replace("/*uplot.css*/", resource(owner, UPLOT + "dist/uPlot.min.css"))
                .replace("/*page.css*/", resource(PageParts.class, "page.css"))
                .replace("/*uplot.license*/", resource(owner, UPLOT + "LICENSE"))
                .replace("/*uplot.js*/", resource(owner, UPLOT + "dist/uPlot.iife.min.js"))
                .replace("/*page.js*/", resource(owner, name + ".js"))
                .replace("/*data*/", escaped(data))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Inside a script element nothing may look like its end; these occur in the texts of JSON only. */
    private static String escaped(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static String resource(Class<?> owner, String name) throws IOException {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
