package org.zvideo.video.farm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.os.Processor;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OwnFiles;
import org.zvideo.video.report.FrameMeasures;
import org.zvideo.video.report.MeasuredFrame;
import org.zvideo.video.report.WorstPairs;
import org.zvideo.video.resume.Hashes;

/** An attempt at a shot that is under way: each finished frame reaches the disk before the outcome speaks of it. */
public final class ShotAttempt {
    private final Path folder;
    private final StringBuilder lines = new StringBuilder();

    ShotAttempt(Path folder) {
        this.folder = folder;
    }

    /**
     * Adds the next finished frame.
     *
     * @param number   in the video
     * @param seconds  that it took
     * @param measured null if nothing is measured
     */
    public void add(long number, RgbImage image, double seconds, FrameMeasures model, MeasuredFrame measured) {
        byte[] picture = FramePicture.encode(image);
        try {
            OwnFiles.replace(folder.resolve(ShotFiles.frame(number)), picture);
            lines.append(ShotFiles.JSON.writeValueAsString(
                            new FrameRecord(number, Hashes.of(picture), picture.length, seconds, model, measured)))
                    .append('\n');
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /**
     * No frame is missing: from now on the shot is done.
     *
     * @param resumedFrames number of frames that an attempt before this one had computed
     */
    public ShotOutcome.Done commit(ShotList list, int shot, long resumedFrames, WorstPairs worst) {
        try {
            List<ShotOutcome.WorstPair> pairs = new ArrayList<>();
            for (WorstPairs.Pictures pair : worst.worstFirst()) {
                byte[] pictures = ShotFiles.JSON.writeValueAsBytes(pair);
                OwnFiles.replace(folder.resolve(ShotFiles.pair(pair.frame())), pictures);
                pairs.add(new ShotOutcome.WorstPair(pair.frame(), pair.error(), Hashes.of(pictures)));
            }
            byte[] frames = lines.toString().getBytes(StandardCharsets.UTF_8);
            OwnFiles.replace(folder.resolve(ShotFiles.FRAMES), frames);
            ShotOutcome.Done done = new ShotOutcome.Done(
                    ShotOutcome.Done.VERSION,
                    ShotListJson.id(list),
                    shot,
                    Processor.here().model(),
                    list.cpuLevel(),
                    resumedFrames,
                    Hashes.of(frames),
                    pairs);
            OwnFiles.replace(folder.resolve(ShotFiles.OUTCOME), ShotFiles.JSON.writeValueAsBytes(done));
            return done;
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /** Deletes the files of an attempt, the outcome first, and its folder if nothing else is in it. */
    static void delete(Path attempt) throws IOException {
        OwnFiles.remove(attempt.resolve(ShotFiles.OUTCOME));
        for (Path file : OwnFiles.list(attempt)) {
            if (file.getFileName().toString().matches(ShotFiles.MEMBERS) && OwnFiles.isPlain(file)) {
                OwnFiles.remove(file);
            }
        }
        OwnFiles.removeEmptyFolder(attempt);
    }

    private MediaException fault(IOException cause) {
        return new MediaException(ErrorKind.IO, "results " + folder + ": " + FileReason.of(cause), cause);
    }
}
