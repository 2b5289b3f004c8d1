package org.zvideo.video.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.picture.PictureSequence;
import org.zvideo.video.picture.StillImage;
import org.zvideo.video.request.StyleInput;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * The files that a request reads besides its model, as they are when its job starts: to be made before any of them is opened.
 * A file that does not exist is left out; whoever opens it says so.
 *
 * @param byPurpose the files for each purpose, in the order of the request
 */
record RequestFiles(Map<Purpose, List<ReadFile>> byPurpose) {
    /** What a file is read for: the one list of all that a request reads. */
    enum Purpose {
        /** The video, or its pictures. */
        INPUT("input"),
        STYLES("styles"),
        MASKS("masks"),
        CUTS("cuts"),
        /** Jars of the filters. */
        PLUG_INS("plugIns"),
        /** Where values of the request come from; the values themselves are compared, not these files. */
        SETTINGS("preset");

        private final String key;

        Purpose(String key) {
            this.key = key;
        }

        /** What the files are called in {@code job.json} and in the report. */
        String key() {
            return key;
        }

        private List<Path> files(StyleTransferRequest request) {
            return switch (this) {
                case INPUT -> List.of(request.source().file());
                case STYLES -> request.styles().stream().map(StyleInput::file).toList();
                case MASKS -> request.masks().files();
                case CUTS -> request.cuts().listFile().stream().toList();
                case PLUG_INS -> request.filters().files();
                case SETTINGS -> request.settingsFiles();
            };
        }
    }

    /** Reads the style pictures, in the order of the styles. */
    static List<RgbImage> paintings(StyleTransferRequest request) {
        return request.styles().stream()
                .map(style -> StillImage.readStyle(style.file()))
                .toList();
    }

    static RequestFiles of(StyleTransferRequest request) {
        Map<Purpose, List<ReadFile>> read = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            read.put(
                    purpose,
                    purpose.files(request).stream()
                            .flatMap(file -> PictureSequence.of(file)
                                    .filter(sequence -> purpose == Purpose.INPUT || purpose == Purpose.MASKS)
                                    .map(PictureSequence::files)
                                    .orElse(Stream.of(file)))
                            .filter(Files::exists)
                            .map(ReadFile::of)
                            .toList());
        }
        return new RequestFiles(read);
    }

    /** The same without those that are read for one purpose. */
    RequestFiles without(Purpose purpose) {
        Map<Purpose, List<ReadFile>> others = new EnumMap<>(byPurpose);
        others.put(purpose, List.of());
        return new RequestFiles(others);
    }

    /** Those that are read for one purpose. */
    List<ReadFile> of(Purpose purpose) {
        return byPurpose.getOrDefault(purpose, List.of());
    }

    /** Adds the files of a request and of its model, none of which may be written; of a sequence every picture. */
    static void addTo(InputFiles inputs, StyleTransferRequest request) {
        for (Purpose purpose : Purpose.values()) {
            purpose.files(request).forEach(inputs::add);
        }
        request.machine().files().forEach(inputs::add);
    }
}
