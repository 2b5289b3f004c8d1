package org.zvideo.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.zvideo.core.image.RgbImage;
import org.zvideo.server.rest.Access;
import org.zvideo.server.rest.Answer;
import org.zvideo.server.rest.Call;
import org.zvideo.server.rest.ProblemException;
import org.zvideo.server.rest.Route;
import org.zvideo.server.store.Places;
import org.zvideo.server.store.Uploads;
import org.zvideo.server.work.Pictures;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaInfo;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.TimedFrames;
import org.zvideo.video.VideoReader;
import org.zvideo.video.file.FileName;
import org.zvideo.video.picture.StillImage;

/** What can be chosen: files in the named folders and uploads, and what they show. */
final class FileApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_NAMES = 1000;
    private static final int USUAL_WIDTH = 640;
    private static final int MOST_WIDTH = 1920;
    private static final int AT_A_TIME = 2;
    private static final Set<String> VIDEOS = Set.of(
            ".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts", ".wmv", ".flv",
            ".ogv", ".3gp", ".gif", ".y4m", ".mxf", ".dv", ".nut", ".asf", ".vob");

    private static final Map<String, String> TYPES = Map.of(
            ".mp4", "video/mp4",
            ".m4v", "video/mp4",
            ".mov", "video/mp4",
            ".webm", "video/webm",
            ".mkv", "video/x-matroska",
            ".gif", "image/gif",
            ".png", "image/png",
            ".jpg", "image/jpeg",
            ".jpeg", "image/jpeg",
            ".webp", "image/webp");

    private final Places places;
    private final Uploads uploads;
    private final boolean browse;
    private final long mostUpload;
    private final Predicate<Path> used;
    private final Semaphore decoders = new Semaphore(AT_A_TIME);

    /** @param used whether a job needs a file */
    FileApi(Places places, Uploads uploads, boolean browse, long mostUpload, Predicate<Path> used) {
        this.places = places;
        this.uploads = uploads;
        this.browse = browse;
        this.mostUpload = mostUpload;
        this.used = used;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/files", Access.KEY, this::list),
                new Route("PUT", "/api/v1/uploads", Access.KEY, mostUpload, this::upload),
                new Route("DELETE", "/api/v1/uploads/{id}", Access.KEY, 0, this::remove),
                Route.get("/api/v1/media", Access.KEY, this::media),
                Route.get("/api/v1/frames", Access.KEY, this::frame));
    }

    private Answer list(Call call) {
        if (!browse) {
            throw new ProblemException(403, "NO_BROWSING", "the folders are not shown: zvideo serve was started so");
        }
        int root = call.number("root").orElse(0.0).intValue();
        String below = call.query("path").orElse("");
        ObjectNode node = JSON.objectNode();
        ArrayNode entries = node.putArray("entries");
        for (Path file : places.list(root, below, MOST_NAMES)) {
            String ending = FileName.ending(file).toLowerCase(Locale.ROOT);
            String kind = Files.isDirectory(file)
                    ? "folder"
                    : VIDEOS.contains(ending) ? "video" : StillImage.isPictureName(file) ? "picture" : "";
            if (!kind.isEmpty() && !file.toString().endsWith(".zvideo")) {
                entries.addObject()
                        .put("name", file.getFileName().toString())
                        .put("place", places.name(file))
                        .put("kind", kind);
            }
        }
        return Answer.json(node);
    }

    private Answer upload(Call call) throws IOException {
        Uploads.Upload upload = uploads.take(call.query("name").orElse("file"), call.length(), call.body());
        return Answer.json(
                201,
                JSON.objectNode()
                        .put("id", upload.id())
                        .put("place", "uploads/" + upload.id())
                        .put("name", upload.name())
                        .put("kind", upload.kind())
                        .put("bytes", upload.bytes()));
    }

    private Answer remove(Call call) throws IOException {
        String id = call.path("id");
        Uploads.Upload upload = uploads.find(id).orElseThrow(() -> ProblemException.notFound("upload " + id));
        if (used.test(upload.file())) {
            throw ProblemException.conflict("IN_USE", "a job needs " + upload.name() + "; remove the job first");
        }
        uploads.remove(id);
        return Answer.empty();
    }

    private Path file(Call call) {
        return places.file(call.query("file").orElseThrow(() -> ProblemException.bad("file: expected a place")));
    }

    private void decoding(Runnable work) {
        if (!decoders.tryAcquire()) {
            throw new ProblemException(429, "BUSY", "other files are being looked at; try again in a moment");
        }
        try {
            work.run();
        } finally {
            decoders.release();
        }
    }

    private Answer media(Call call) {
        Path file = file(call);
        ObjectNode node = JSON.objectNode()
                .put("place", call.query("file").orElse(""))
                .put("name", file.getFileName().toString());
        ArrayNode notes = node.putArray("notes");
        decoding(() -> {
            if (StillImage.isPicture(file)) {
                RgbImage picture = StillImage.read("picture", file);
                node.put("kind", "picture").put("width", picture.width()).put("height", picture.height());
                return;
            }
            try (VideoReader reader = VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT)) {
                MediaInfo info = reader.info();
                node.put("kind", "video")
                        .put("width", info.width())
                        .put("height", info.height())
                        .put("codec", info.codec())
                        .put("frames", info.frames())
                        .put("seconds", info.seconds());
                if (info.frameRate().known()) {
                    node.put("rate", info.frameRate().value());
                }
                reader.notes().forEach(notes::add);
            }
        });
        return Answer.json(node);
    }

    private Answer frame(Call call) {
        Path file = file(call);
        int width = (int) Math.min(MOST_WIDTH, Math.max(1, call.number("width").orElse((double) USUAL_WIDTH)));
        double at = call.number("at").orElse(0.0);
        RgbImage[] shown = new RgbImage[1];
        decoding(() -> shown[0] = StillImage.isPicture(file)
                ? StillImage.read("picture", file)
                : TimedFrames.images(file, Clip.of(at, 1L), ReadOptions.DEFAULT, Optional.empty())
                        .get(0));
        return Answer.picture("image/jpeg", StillImage.encode(Pictures.fitted(shown[0], width), Path.of("a.jpg")));
    }

    /** The media types of files that browsers play or show. */
    static String type(Path file) {
        return TYPES.getOrDefault(FileName.ending(file).toLowerCase(Locale.ROOT), "application/octet-stream");
    }
}
