package org.zvideo.video;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.zvideo.video.error.MediaException;

/** Decodes a source from end to end without converting pictures, so that damage is known before hours of work. */
final class SourceScan {
    private SourceScan() {}

    /**
     * Reads all of a part.
     *
     * @param output the name of the output; audio that its container needs re-encoded is decoded too
     * @throws MediaException as reading it would throw, and if a chosen audio track does not exist
     */
    static VideoReader.Scan of(Path file, Clip clip, ReadOptions reading, String output) {
        try (VideoReader reader = VideoReader.openWithoutPictures(file, clip, reading);
                StreamScan others = new StreamScan(
                        reader.demuxer(),
                        clip.fromSeconds() > 0,
                        VideoWriter.isContainer(output) ? VideoWriter.container(output) : null,
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
            return new VideoReader.Scan(
                    info.withFrames(reader.frames()),
                    reader.notes(),
                    reader.damage(),
                    spans,
                    reader.times().end() * info.timeBase().value() - info.start());
        }
    }
}
