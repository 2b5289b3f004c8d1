package org.zvideo.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.request.Suggestion;

/** A request that has passed the guard. */
public final class Call {
    private static final ObjectMapper JSON = LimitedJson.mapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Request request;
    private final Map<String, String> path;
    private final long most;
    private final InputStream body;

    Call(Request request, Map<String, String> path, long most, InputStream body) {
        this.request = request;
        this.path = path;
        this.most = most;
        this.body = body;
    }

    /** The text for a part of the pattern. */
    public String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** A parameter of the query. */
    public Optional<String> query(String name) {
        Fields.Field field = Request.extractQueryParameters(request).get(name);
        return field == null ? Optional.empty() : Optional.of(field.getValue());
    }

    /** A parameter that is a number of 0 or more. */
    public Optional<Double> number(String name) {
        return query(name).map(text -> {
            try {
                double value = Double.parseDouble(text);
                if (value >= 0 && value < Double.POSITIVE_INFINITY) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw ProblemException.bad(name + ": expected a number, 0 or more");
            }
            throw ProblemException.bad(name + ": expected a number, 0 or more");
        });
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** The stated length of the body; -1 if none is stated. */
    public long length() {
        return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    }

    /** The body, as it comes. */
    public InputStream body() {
        return body;
    }

    /**
     * The body as a JSON object.
     *
     * @param known its keys; any other is refused
     */
    public JsonNode json(Set<String> known) {
        JsonNode object = json();
        for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                throw ProblemException.bad("unknown key " + key + Suggestion.hint(key, new TreeSet<>(known)));
            }
        }
        return object;
    }

    private JsonNode json() {
        try {
            byte[] bytes = body.readNBytes(Math.toIntExact(most + 1));
            if (bytes.length > most) {
                throw new ProblemException(413, "TOO_LARGE", "the body has more than " + most + " bytes");
            }
            JsonNode value = JSON.readTree(bytes);
            if (value == null || !value.isObject()) {
                throw ProblemException.bad("the body: expected a JSON object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw ProblemException.bad("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ProblemException.bad("the body ended too early");
        }
    }
}
