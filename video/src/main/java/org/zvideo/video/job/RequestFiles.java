package org.zvideo.video.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.zvideo.core.file.ReadFile;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * The files that a request reads besides its model, as they are when its job starts: to be made before any of them is opened.
 * A file that does not exist is left out; whoever opens it says so.
 *
 * @param input    the video, or its pictures in their order
 * @param styles   in the order of the request
 * @param masks    in the order of the request
 * @param cuts     the list of them, if there is one
 * @param plugIns  jars of the filters, in the order of the request
 * @param settings files that values of the request come from; the values themselves are compared, not these
 */
record RequestFiles(
        List<ReadFile> input,
        List<ReadFile> styles,
        List<ReadFile> masks,
        List<ReadFile> cuts,
        List<ReadFile> plugIns,
        List<ReadFile> settings) {
    static RequestFiles of(StyleTransferRequest request) {
        Path source = request.source().file();
        return new RequestFiles(
                read(PictureSequence.of(source).map(PictureSequence::files).orElse(Stream.of(source))),
                read(request.styles().stream().map(StyleInput::file)),
                read(request.masks().files().stream()),
                read(request.cuts().listFile().stream()),
                read(request.filters().files().stream()),
                read(request.settingsFiles().stream()));
    }

    private static List<ReadFile> read(Stream<Path> files) {
        return files.filter(Files::exists).map(ReadFile::of).toList();
    }

    /** The files of a request and of its model, none of which may be written; of a sequence every picture. */
    static InputFiles inputs(StyleTransferRequest request) {
        InputFiles inputs = new InputFiles();
        addTo(inputs, request);
        return inputs;
    }

    /** Adds the files of a request and of its model. */
    static void addTo(InputFiles inputs, StyleTransferRequest request) {
        Stream.of(
                        Stream.of(request.source().file()),
                        request.styles().stream().map(StyleInput::file),
                        request.masks().files().stream(),
                        request.cuts().listFile().stream(),
                        request.filters().files().stream(),
                        request.machine().files().stream(),
                        request.settingsFiles().stream())
                .flatMap(files -> files)
                .forEach(inputs::add);
    }
}
