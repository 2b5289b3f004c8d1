package org.zvideo.video.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.file.LimitedFile;
import org.zvideo.core.file.LimitedJson;
import org.zvideo.video.error.MediaException;

/**
 * Requests as JSON: the form that goes to other processes and machines, described by {@code request-1.schema.json} beside this
 * class. Keys are in camelCase, enum values as on the command line, times in seconds, sizes in pixels. What is left open is
 * absent; there is no null and no NaN. Names of files are relative to the folder of the request's file, or absolute.
 */
public final class RequestJson {
    /** The version that is read and written; it rises when a key changes its meaning or goes. */
    public static final int VERSION = 1;

    private static final ObjectMapper JSON = LimitedJson.mapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RequestJson() {}

    /**
     * Reads a file.
     *
     * @throws MediaException if it cannot be read, is not JSON, or is not a request of this version; it names the key
     */
    public static StyleTransferRequest read(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            return read(LimitedFile.text(file, LimitedJson.SMALL).replace("\uFEFF", ""), folder);
        } catch (IOException e) {
            throw new MediaException(
                    Files.exists(file) ? ErrorKind.BAD_INPUT : ErrorKind.MISSING_INPUT,
                    "request " + file + ": cannot be read: " + FileReason.of(e),
                    e);
        }
    }

    /**
     * Reads a text.
     *
     * @param base the folder that relative names of files start from
     * @throws MediaException if it is not JSON, or not a request of this version; it names the key
     */
    public static StyleTransferRequest read(String text, Path base) {
        try {
            JsonNode root = JSON.readTree(text);
            return RequestReader.read(root, base);
        } catch (JsonProcessingException e) {
            throw new MediaException(ErrorKind.BAD_INPUT, "request: not JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new MediaException(ErrorKind.BAD_INPUT, "request: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a request.
     *
     * @param base the folder of the file that it will be in; names of files become relative to it. An empty path leaves them
     *     as they are
     */
    public static String write(StyleTransferRequest request, Path base) {
        try {
            return JSON.writeValueAsString(new RequestWriter(base).write(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }
}
