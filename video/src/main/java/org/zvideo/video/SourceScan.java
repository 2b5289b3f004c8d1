package org.zvideo.video;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.zvideo.video.error.MediaException;

/**
 * What a source contains, known before any work is done on it: it is decoded from end to end without converting pictures, so
 * that damage is found before hours of work.
 *
 * @param info properties as opened, with the true number of frames
 * @param notes what is done to its pictures before anything else sees them
 * @param damage the damage, if that is allowed
 * @param spans what the part has of each stream of the file
 * @param end end of its last picture, in seconds from the start of the file
 */
public record SourceScan(MediaInfo info, List<String> notes, Damage damage, List<StreamSpan> spans, double end) {
    /**
     * Scans a part for no output, so its audio is ignored.
     *
     * @throws MediaException as reading it would throw
     */
    public static SourceScan of(Path file, Clip clip, ReadOptions reading) {
        return of(file, clip, reading, "", () -> {});
    }

    /**
     * Scans a part for an output, and also decodes the audio that will be re-encoded.
     *
     * @param output the name of the output, which determines the container
     * @param checkpoint called before every packet; an exception thrown there ends the scan
     * @throws MediaException as reading it would throw, and if a chosen audio track does not exist
     */
    public static SourceScan of(Path file, Clip clip, ReadOptions reading, String output, Runnable checkpoint) {
        try (VideoReader reader = VideoReader.openWithoutPictures(file, clip, reading, checkpoint);
                StreamScan others = new StreamScan(
                        reader.demuxer(),
                        clip.fromSeconds() > 0,
                        OutputContainer.known(output) ? OutputContainer.of(output) : null,
                        reader::report)) {
            for (Optional<MediaItem> item = reader.next(); item.isPresent(); item = reader.next()) {
                try (MediaItem open = item.get()) {
                    if (open instanceof StreamPacket other) {
                        others.take(other);
                    }
                }
            }
            if (reader.frames() == 0) {
                throw reader.noFrames();
            }
            List<StreamSpan> spans =
                    others.spans(new StreamSpan(reader.frames(), reader.times().first(), "")); // ends the decoding
            MediaInfo info = reader.info();
            return new SourceScan(
                    info.withFrames(reader.frames()),
                    reader.notes(),
                    reader.damage(),
                    spans,
                    reader.times().end() * info.timeBase().value() - info.start());
        }
    }
}
