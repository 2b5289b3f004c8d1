package org.zvideo.video.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Assembles a single-file page: its own HTML, style and script, uPlot's, and the data. */
public final class PageParts {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private PageParts() {}

    /**
     * Assembles a page.
     *
     * @param owner the class whose resources are {@code NAME.html} and {@code NAME.js}
     * @param data JSON
     */
    public static byte[] page(Class<?> owner, String name, String data) throws IOException {
        return resource(owner, name + ".html")
                .replace("/*uplot.css*/", resource(owner, UPLOT + "dist/uPlot.min.css"))
                .replace("/*page.css*/", resource(PageParts.class, "page.css"))
                .replace("/*uplot.license*/", resource(owner, UPLOT + "LICENSE"))
                .replace("/*uplot.js*/", resource(owner, UPLOT + "dist/uPlot.iife.min.js"))
                .replace("/*parts.js*/", resource(PageParts.class, "parts.js"))
                .replace("/*page.js*/", resource(owner, name + ".js"))
                .replace("/*data*/", escaped(data))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Escapes what could look like the end of a script element. Such characters occur only in the strings of JSON. */
    private static String escaped(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static String resource(Class<?> owner, String name) throws IOException {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
