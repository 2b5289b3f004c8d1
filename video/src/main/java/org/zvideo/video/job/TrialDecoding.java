package org.zvideo.video.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.SourceScan;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Decodes everything that a request reads, from end to end, and keeps nothing of it. As a program it reads the request from
 * its standard input, and writes a line of JSON for each file before it opens it, and one for what is wrong: whoever started
 * it learns from the last line what it was at when it crashed.
 */
final class TrialDecoding {
    static final String FILE = "file";
    static final String KIND = "kind";
    static final String FINDING = "finding";
    static final String REMEDY = "remedy";
    static final String SUBJECT = "subject";
    static final String DONE = "done";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 1_000_000;

    private TrialDecoding() {}

    public static void main(String[] arguments) throws IOException {
        String text = new String(System.in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        try {
            decode(RequestJson.read(text, Path.of("")), file -> say(Map.of(FILE, file)));
            say(Map.of(DONE, ""));
        } catch (ZvideoException e) {
            say(problem(e));
        }
        System.out.flush();
        Runtime.getRuntime().halt(0); // whatever threads a decoder has left
    }

    private static void decode(StyleTransferRequest request, Consumer<String> opens) {
        Source source = request.source();
        request.styles().forEach(style -> {
            opens.accept("style " + style.file());
            StillImage.readStyle(style.file());
        });
        if (!request.masks().files().isEmpty()) {
            opens.accept("mask " + request.masks().files().get(0));
            request.masks().open(request.styles().size(), source.reading()).close();
        }
        if (request.ofPicture()) {
            opens.accept("content " + source.file());
            StillImage.read("content", source.file());
        } else {
            opens.accept("video " + source.file());
            SourceScan.of(
                    source.file(),
                    source.clip(),
                    source.reading(),
                    request.target().name(),
                    () -> {});
        }
    }

    private static Map<String, String> problem(ZvideoException error) {
        Map<String, String> problem = new TreeMap<>();
        problem.put(KIND, error.kind().name());
        problem.put(FINDING, error.finding());
        Optional<Remedy> remedy = error.remedy();
        remedy.ifPresent(way -> {
            problem.put(REMEDY, way.id().name());
            problem.put(SUBJECT, way.subject());
        });
        return problem;
    }

    private static void say(Map<String, String> line) {
        try {
            System.out.println(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can be written", e);
        }
    }
}
