package org.zvideo.video;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

/** Tests on media that they make. */
abstract class MediaTest {
    @TempDir
    Path folder;

    final Path make(String name, Consumer<MediaMaker> content) {
        Path file = folder.resolve(name);
        try (MediaMaker media = MediaMaker.of(file)) {
            content.accept(media);
        }
        return file;
    }

    final Path copy(Path source, String name, VideoCodec codec) {
        Path copy = folder.resolve(name);
        TestMedia.copy(source, copy, Clip.WHOLE, codec);
        return copy;
    }
}
