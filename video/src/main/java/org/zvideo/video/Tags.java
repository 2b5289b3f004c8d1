package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_disposition_to_string;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;

/**
 * Tags that describe a file beyond the content of its streams: metadata of the file, its streams and its chapters, and
 * the flags of streams (default, forced and so on). What is handed to a muxer is compared with what is read back,
 * because a muxer silently drops what it has no place for.
 *
 * @param file of the file, by names in any case
 * @param streams of each stream
 * @param chapters of each chapter
 */
record Tags(Map<String, String> file, List<OfStream> streams, List<OfChapter> chapters) {
    /** Tags that describe the old container or coding, and tags that muxers set by themselves. */
    private static final String TECHNICAL =
            "(?i)encoder|encoded_by|major_brand|minor_version|compatible_brands|duration.*"
                    + "|handler_name|vendor_id|filename|mimetype|_statistics_.*|number_of_.*|bps.*|source_id|variant_bitrate";
    /** The creation times that files state if nobody set one. */
    private static final String NO_TIME = "1970-01-01T00:00:00";
    /** The tolerance for the coarsest containers, in seconds. */
    private static final double CHAPTER_TICK = 0.002;

    private static final String OF_STREAMS = "(?i)creation_time|rotate"; // describes the file, or is applied

    /**
     * The tags of a stream.
     *
     * @param marks flags of the kind {@code AV_DISPOSITION_…}
     */
    record OfStream(Map<String, String> metadata, int marks) {}

    /**
     * The tags of a chapter.
     *
     * @param start in seconds
     * @param title null for none
     */
    record OfChapter(double start, String title) {
        private boolean equalTo(OfChapter other) {
            return Math.abs(start - other.start) < CHAPTER_TICK && (title == null || title.equals(other.title));
        }
    }

    static Tags of(AVFormatContext format) {
        return new Tags(
                map(format.metadata()),
                IntStream.range(0, format.nb_streams())
                        .mapToObj(n -> of(format.streams(n)))
                        .toList(),
                IntStream.range(0, format.nb_chapters())
                        .mapToObj(format::chapters)
                        .map(chapter -> new OfChapter(
                                chapter.start()
                                        * Rational.of(chapter.time_base()).value(),
                                map(chapter.metadata()).get("title")))
                        .toList());
    }

    private static OfStream of(AVStream stream) {
        Map<String, String> metadata = map(stream.metadata());
        metadata.keySet().removeIf(key -> key.matches(OF_STREAMS));
        metadata.remove("language", "und");
        return new OfStream(metadata, stream.disposition() & ~AV_DISPOSITION_ATTACHED_PIC);
    }

    private static Map<String, String> map(AVDictionary dictionary) {
        Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (dictionary == null) {
            return map;
        }
        for (AVDictionaryEntry entry = av_dict_iterate(dictionary, null);
                entry != null;
                entry = av_dict_iterate(dictionary, entry)) {
            String key = entry.key().getString();
            String value = entry.value().getString();
            if (!key.matches(TECHNICAL) && !value.isBlank() && !value.startsWith(NO_TIME)) {
                map.put(key, value);
            }
        }
        return map;
    }

    /**
     * The tags that are missing from a file that was read back, in words.
     *
     * @param where the index in the file of each of these streams that it contains
     */
    List<String> missingIn(Tags found, Map<Integer, Integer> where) {
        List<String> missing = new ArrayList<>();
        missing(file, found.file, "", missing);
        where.forEach((here, there) -> {
            OfStream stream = streams.get(here);
            missing(stream.metadata, found.streams.get(there).metadata, " of the output's stream " + here, missing);
            String marks = marks(stream.marks & ~found.streams.get(there).marks);
            if (!marks.isEmpty()) {
                missing.add("the flag " + marks + " of the output's stream " + here);
            }
        });
        for (OfChapter chapter : chapters) {
            if (found.chapters.stream().noneMatch(chapter::equalTo)) {
                missing.add("chapter " + (chapter.title == null ? "at " + chapter.start + " s" : chapter.title));
            }
        }
        return missing;
    }

    private static void missing(
            Map<String, String> wanted, Map<String, String> found, String of, List<String> missing) {
        List<String> lost = wanted.keySet().stream()
                .filter(key -> !same(wanted.get(key), found.get(key)))
                .toList();
        if (!lost.isEmpty()) {
            missing.add("metadata " + String.join(", ", lost) + of);
        }
    }

    /** Muxers write times and numbers in their own ways. */
    private static boolean same(String wanted, String found) {
        return found != null
                && (found.strip().equalsIgnoreCase(wanted.strip())
                        || found.length() >= 10
                                && wanted.startsWith(found.substring(0, 10))
                                && wanted.matches("\\d{4}-\\d\\d-\\d\\dT.*"));
    }

    private static String marks(int disposition) {
        return String.join(
                ", ",
                IntStream.range(0, Integer.SIZE)
                        .map(n -> disposition & 1 << n)
                        .filter(bit -> bit != 0)
                        .mapToObj(bit -> av_disposition_to_string(bit))
                        .map(BytePointer::getString)
                        .toList());
    }
}
