package org.zvideo.video.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.video.SourceScan;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.Source;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * Decodes everything that a request reads, from end to end, and keeps nothing of it. As a program it reads the request from
 * its standard input, and writes a {@linkplain TrialLine line} for each file before it opens it, and one for what is wrong:
 * whoever started it learns from the last line what it was at when it crashed. It ends with 0 unless it crashes.
 */
final class TrialDecoding {
    private static final int LARGEST = 1_000_000;

    private TrialDecoding() {}

    public static void main(String[] arguments) throws IOException {
        String text = new String(System.in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        try {
            decode(RequestJson.read(text, Path.of("")), file -> System.out.println(new TrialLine(file, null).text()));
        } catch (ZvideoException e) {
            System.out.println(TrialLine.of(e).text());
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
}
