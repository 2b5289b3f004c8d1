package org.zvideo.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.zvideo.core.file.FileReason;
import org.zvideo.server.rest.Access;
import org.zvideo.server.rest.Answer;
import org.zvideo.server.rest.Route;

/** The files of the page, which hold no secret. Only those of the list are served. */
final class PageFiles {
    private static final String FOLDER = "/org/zvideo/server/page/";
    private static final List<String> SCRIPTS = List.of(
            "api.js",
            "app.js",
            "chooser.js",
            "compare.js",
            "controls.js",
            "dom.js",
            "draft.js",
            "jobs.js",
            "keys.js",
            "mask.js",
            "preview.js",
            "starts.js",
            "store.js",
            "styles.js",
            "styletimes.js");

    private PageFiles() {}

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(route("/", "index.html", "text/html; charset=utf-8"));
        routes.add(route("/page.css", "page.css", "text/css; charset=utf-8"));
        SCRIPTS.forEach(name -> routes.add(route("/" + name, name, "text/javascript; charset=utf-8")));
        return routes;
    }

    private static Route route(String path, String name, String type) {
        return Route.get(
                path,
                Access.OPEN,
                call -> new Answer.Bytes(200, type, bytes(PageFiles.class, FOLDER + name), Map.of()));
    }

    static byte[] bytes(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not packed");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(name + ": " + FileReason.of(e), e);
        }
    }
}
