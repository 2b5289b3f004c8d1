package org.zvideo.video.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.zvideo.core.StyleTransfer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.image.FrameObserver;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.dump.Dump;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.request.DumpSpec;
import org.zvideo.video.stage.ShotFrame;

/** The dump of a job, or none. */
final class JobDump {
    private final Optional<DumpSpec> spec;
    private final Optional<Dump> dump;

    private JobDump(Optional<DumpSpec> spec, Optional<Dump> dump) {
        this.spec = spec;
        this.dump = dump;
    }

    /**
     * Makes the folder.
     *
     * @param mix whether it may hold files already
     * @throws MediaException if it does and may not
     */
    static JobDump open(Optional<DumpSpec> spec, OutputFiles files, boolean mix) {
        spec.ifPresent(wanted -> requireEmpty(wanted.folder(), mix));
        return new JobDump(
                spec,
                spec.map(wanted ->
                        new Dump(files.folder(wanted.folder()), wanted.frames().orElse(null))));
    }

    /** Fails if a dump would mix with what its folder holds already. */
    private static void requireEmpty(Path folder, boolean mix) {
        if (mix || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new MediaException(
                        ErrorKind.CANNOT_CREATE,
                        "dump " + folder + ": the folder is not empty",
                        Remedy.of(Remedy.Id.MIX_OR_RENAME));
            }
        } catch (IOException e) {
            throw new MediaException(ErrorKind.CANNOT_CREATE, "dump " + folder + ": not a folder", e);
        }
    }

    /**
     * Reports how large the dump will be, before it is written.
     *
     * @throws MediaException if none of the wanted frames goes through the model
     */
    void tellSize(StyleTransfer transfer, int width, int height, long frames, int every, int styles, JobListener to) {
        if (dump.isEmpty()) {
            return;
        }
        long dumped = dump.get().count(Math.max(1, frames), every);
        if (dumped == 0) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "dump frames " + spec.get().frames().orElse("") + ": none of them is among the " + frames
                            + " frames"
                            + (every == 1
                                    ? ""
                                    : ", or the model does not work on it: it does on 0, " + every
                                            + ", … and the last"));
        }
        to.note(String.format(
                Locale.ROOT,
                "dump %s: about %.0f MB for %d frame(s)",
                spec.get().folder(),
                dumped
                        / 1e6
                        * Dump.bytesPerFrame(
                                width,
                                height,
                                transfer.options().method().steps(),
                                transfer.attentionBytes(width, height, styles)),
                dumped));
    }

    /** Writes the styles as the model sees them. */
    void styles(PreparedStyles styles) {
        dump.ifPresent(kept -> kept.styles(styles.seen()));
    }

    /** Takes a frame that an earlier run has made: later ones look at it. */
    void taken(ShotFrame frame) {
        dump.ifPresent(kept -> {
            if (frame.beginsShot()) {
                kept.cut();
            }
            kept.input(frame.number(), frame.exposure().film());
        });
    }

    /** An observer of a frame that dumps it if that is wanted, and tells another observer too. */
    FrameObserver observer(ShotFrame frame, FrameObserver other) {
        taken(frame);
        return observer(frame.number(), other);
    }

    /** The same of a picture. */
    FrameObserver observer(RgbImage picture, FrameObserver other) {
        dump.ifPresent(kept -> kept.input(0, picture));
        return observer(0, other);
    }

    private FrameObserver observer(long frame, FrameObserver other) {
        return dump.filter(kept -> kept.wants(frame))
                .map(kept -> kept.observer(frame, other))
                .orElse(other);
    }
}
