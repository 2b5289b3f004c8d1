package org.zvideo.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.zvideo.server.rest.ProblemException;
import org.zvideo.server.store.Places;
import org.zvideo.server.store.ResultNames;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.job.StyleTransferJob;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.Machine;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Requests as pages write them: the format of {@code request-1.schema.json}, with {@linkplain Places places} instead of paths, and
 * without what is the server's to decide: model and machine, what may be read, where results go.
 */
final class Requests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path AS_IT_IS = Path.of("");
    private static final String FILE = "file";
    private static final Set<String> FROM_PAGE =
            Set.of("version", "source", "styles", "styleKeys", "masks", "method", "effort", "cuts", "target");
    private static final Set<String> OF_TARGET = Set.of(FILE, "codec", "quality", "compare", "report");
    private static final Set<String> OF_READING = Set.of("allowDamaged", "audioTracks");
    private static final int MOST_STYLES = 4;

    private final Places places;
    private final JsonNode machine;
    /** Whether a job that is not over writes to a file. */
    private final Predicate<Path> taken;

    Requests(Places places, Machine machine, Predicate<Path> taken) {
        this.places = places;
        this.taken = taken;
        Path any = Path.of("any.mp4");
        this.machine = tree(StyleTransferRequest.of(machine.model(), any, any, any)
                        .withMachine(machine))
                .get("machine");
    }

    private static ObjectNode tree(StyleTransferRequest request) {
        try {
            return (ObjectNode) JSON.readTree(RequestJson.write(request, AS_IT_IS));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is JSON", e);
        }
    }

    /**
     * The request that a page means.
     *
     * @throws ProblemException if it is malformed, or asks for what is not a page's to ask
     * @throws MediaException   if it names a file that does not exist, or values that do not go together
     */
    StyleTransferRequest read(JsonNode given) {
        if (!given.isObject()) {
            throw ProblemException.bad("request: expected an object");
        }
        requireOwn("request", given, FROM_PAGE);
        requireOwn("request.target", given.path("target"), OF_TARGET);
        requireOwn("request.source.reading", given.path("source").path("reading"), OF_READING);
        if (given.path("styles").size() > MOST_STYLES) {
            throw ProblemException.bad("request.styles: expected at most " + MOST_STYLES);
        }
        ObjectNode request = given.deepCopy();
        files(request, place -> places.file(place).toString());
        request.set("machine", machine);
        ObjectNode target = request.has("target") && request.get("target").isObject()
                ? (ObjectNode) request.get("target")
                : request.putObject("target");
        target.put(FILE, output(given, request)).put("keepWork", true);
        try {
            StyleTransferRequest read = RequestJson.read(request.toString(), AS_IT_IS);
            new StyleTransferJob(read).check();
            return read;
        } catch (MediaException e) {
            throw e.finding().startsWith("request") ? ProblemException.bad(e.finding()) : e;
        }
    }

    private static void requireOwn(String what, JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new ProblemException(
                        403,
                        "NOT_A_PAGES",
                        what + "." + key + ": a page may give " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    /** Changes the names of all files that are read. */
    private static void files(ObjectNode request, UnaryOperator<String> change) {
        file(request.path("source"), change);
        request.path("styles").forEach(style -> file(style, change));
        if (request.path("masks").path("files") instanceof ArrayNode masks) {
            for (int n = 0; n < masks.size(); n++) {
                masks.set(n, new TextNode(change.apply(masks.get(n).asText())));
            }
        }
    }

    private static void file(JsonNode owner, UnaryOperator<String> change) {
        if (owner instanceof ObjectNode object && object.path(FILE).isTextual()) {
            object.put(FILE, change.apply(object.get(FILE).asText()));
        }
    }

    private String output(JsonNode given, JsonNode request) {
        Path source = Path.of(request.path("source").path(FILE).asText());
        Optional<String> named =
                Optional.ofNullable(given.path("target").path(FILE).textValue());
        if (named.isEmpty()) {
            return ResultNames.free(places.results(), source, StillImage.isPicture(source), taken)
                    .toString();
        }
        String name = named.get().replaceFirst("^results/", "");
        if (name.isEmpty() || !ResultNames.clean(name).equals(name)) {
            throw ProblemException.bad("request.target.file: expected the name of a file, like cat.zvideo.mp4");
        }
        Path file = places.results().resolve(name);
        if (taken.test(file) || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            String free = ResultNames.free(places.results(), source, StillImage.isPicture(source), taken)
                    .getFileName()
                    .toString();
            throw new ProblemException(
                    409,
                    "OUTPUT_TAKEN",
                    "output " + name + ": exists already, or another job makes it; " + free + " is free",
                    Map.of("free", free));
        }
        return file.toString();
    }

    /** A request as a page would write it. */
    ObjectNode write(StyleTransferRequest request) {
        ObjectNode written = tree(request);
        files(written, file -> places.name(Path.of(file)));
        written.remove(List.of("machine", "settingsFiles", "dump", "filters"));
        if (written.path("source").path("reading") instanceof ObjectNode reading) {
            reading.retain(OF_READING);
        }
        if (written.path("target") instanceof ObjectNode target) {
            target.retain(OF_TARGET).put(FILE, places.name(request.target().file()));
        }
        return written;
    }
}
