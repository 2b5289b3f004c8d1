package org.zvideo.video;

import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Copies the source's chapters, at their times in the output. */
final class ChapterCopies {
    private ChapterCopies() {}

    /**
     * Adds the chapters that do not end before the output starts. MP4 moves its first chapter to 0 and all others with
     * it, so a nameless chapter is put before a first one that starts later.
     */
    static void copy(AVFormatContext from, TimeShift shift, AVFormatContext to) {
        int kept = 0;
        // FFmpeg frees them with the context, so they must be in its own memory.
        PointerPointer<AVChapter> chapters = new PointerPointer<>(av_malloc((1L + from.nb_chapters()) * Long.BYTES));
        for (int n = 0; n < from.nb_chapters(); n++) {
            AVChapter chapter = from.chapters(n);
            long moved = shift.in(chapter.time_base());
            long start = Math.max(0, chapter.start() - moved);
            if (kept == 0 && start > 0 && FfmpegCalls.isMov(to.oformat())) {
                chapters.put(kept++, chapter(chapter, 0, start));
            }
            if (chapter.end() > moved) {
                AVChapter copy = chapter(chapter, start, chapter.end() - moved);
                copy.metadata(FfmpegCalls.copied(chapter.metadata()));
                chapters.put(kept++, copy);
            }
        }
        to.chapters(kept == 0 ? new PointerPointer<>((Pointer) null) : chapters);
        to.nb_chapters(kept);
    }

    private static AVChapter chapter(AVChapter from, long start, long end) {
        AVChapter chapter = new AVChapter(av_mallocz(new AVChapter().sizeof()));
        chapter.id(from.id()).start(start).end(end);
        chapter.time_base().num(from.time_base().num()).den(from.time_base().den());
        return chapter;
    }
}
