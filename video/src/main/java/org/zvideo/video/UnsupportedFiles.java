package org.zvideo.video;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.zvideo.video.picture.OtherPictures;

/** Recognizes files that are not videos of an accepted kind by their first bytes, for better messages than FFmpeg's. */
final class UnsupportedFiles {
    private static final int PROBE = 512;

    private UnsupportedFiles() {}

    /** The reason to refuse a file before anything parses it, or empty if its start is not suspicious. */
    static Optional<String> refusal(Path file) throws IOException {
        String start = start(file);
        String text = start.stripLeading();
        if (text.startsWith("#EXTM3U")
                || text.startsWith("ffconcat")
                || text.startsWith("<?xml") && text.contains("<MPD")
                || text.startsWith("<MPD")
                || text.startsWith("v=0\n")
                || text.startsWith("v=0\r")
                || text.startsWith("[playlist]")
                || text.startsWith("<smil")
                || text.startsWith("# mkvmerge")) {
            return Optional.of("playlists are not accepted, since they open other files; give the video itself");
        }
        return OtherPictures.refusal(file);
    }

    /** What a file that FFmpeg cannot open may be. */
    static String guess(Path file) throws IOException {
        String start = start(file);
        if (start.startsWith("ftyp", 4) || start.startsWith("moov", 4) || start.startsWith("mdat", 4)) {
            return "truncated or unfinished recording (it has no index); copy it again from its source";
        }
        if (start.startsWith("%PDF")
                || start.startsWith("PK\u0003\u0004")
                || start.stripLeading().startsWith("<")) {
            return "not a video but a document; give a video file";
        }
        return "not a recognized video container; give a video file such as MP4, MOV, MKV, WebM or AVI";
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(PROBE), StandardCharsets.ISO_8859_1);
        }
    }
}
