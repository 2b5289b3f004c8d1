package org.zvideo.video.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.error.ZvideoException;
import org.zvideo.core.file.ReadFile;
import org.zvideo.core.torch.CpuLevel;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.farm.ShotOutcome;
import org.zvideo.video.farm.ShotSpan;
import org.zvideo.video.filter.StyleMasks;
import org.zvideo.video.job.RequestFiles.Purpose;
import org.zvideo.video.palette.Palette;
import org.zvideo.video.request.StyleTransferRequest;
import org.zvideo.video.resume.WorkFolder;

/**
 * Stylizes single shots of a planned job, from the decoder to the finished and measured frame, with all that was decided where
 * it was planned. A shot that was stopped resumes, and one that is done already is done.
 */
public final class ShotRun {
    private final ShotList list;
    private final JobFolder folder;

    /** @param folder where the job lies that is planned in the list */
    public ShotRun(ShotList list, JobFolder folder) {
        this.list = list;
        this.folder = folder;
    }

    /**
     * Stylizes the shots of a unit.
     *
     * @param model loaded if it is not, and kept for other shots
     * @throws MediaException as documented by what throws it; of the kind {@link ErrorKind#OTHER_JOB} if anything is not what
     *     the job was planned with
     */
    public List<ShotOutcome.Done> unit(int unit, LoadedModel model, JobListener listener) {
        if (unit < 0 || unit >= list.units().size()) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "unit " + unit + ": expected one of 0 to " + (list.units().size() - 1));
        }
        List<ShotOutcome.Done> done = new ArrayList<>();
        for (int shot : list.units().get(unit)) {
            done.add(shot(shot, model, listener));
        }
        return done;
    }

    /** Stylizes one shot. */
    public ShotOutcome.Done shot(int shot, LoadedModel model, JobListener listener) {
        return shot(shot, model, palette -> {}, listener);
    }

    /** The same, with an input that cannot be used or a job that cannot be done as a result. */
    public ShotOutcome outcome(int shot, LoadedModel model, JobListener listener) {
        try {
            return shot(shot, model, listener);
        } catch (ZvideoException e) {
            return new ShotOutcome.Failed(shot, e.kind(), e.getMessage());
        }
    }

    /** @param made told the palette that the shot makes for the film */
    ShotOutcome.Done shot(int number, LoadedModel model, Consumer<Palette> made, JobListener listener) {
        requireLevel();
        folder.make();
        StyleTransferRequest request = list.request(folder.base());
        RequestCheck.names(request, request.ofPicture());
        RequestFiles read = RequestFiles.of(request);
        requireSource(request, read);
        try (WorkFolder work = workFolder(number)) {
            Optional<ShotOutcome.Done> before = folder.sound(list, number);
            if (before.isPresent()) {
                listener.note("shot " + number + " is done already");
                work.delete();
                return before.get();
            }
            ShotOutcome.Done done;
            try (StyleMasks regions = request.masks()
                            .open(request.styles().size(), request.source().reading());
                    VideoReader reader = new ShotFrames(request.source(), span(number)).open(listener::checkpoint)) {
                regions.follow(reader.info(), list.end());
                done = new ShotWork(list, folder, request, number, listener)
                        .run(work, regions, reader, read, model, made);
            } finally {
                model.forgetStylesIn(work.path());
            }
            work.delete();
            return done;
        }
    }

    /** The work folder of a shot; what another job of the same name has left in it is thrown away. */
    private WorkFolder workFolder(int number) {
        WorkFolder work = WorkFolder.open(folder.shot(number), false);
        if (work.job()
                .filter(job -> !job.path("job").asText().equals(JobFolder.id(list)))
                .isEmpty()) {
            return work;
        }
        work.close();
        return WorkFolder.open(folder.shot(number), true);
    }

    private ShotSpan span(int number) {
        return list.shots().get(number);
    }

    private void requireLevel() {
        String here = CpuLevel.here();
        if (!here.equals(list.cpuLevel())) {
            throw new MediaException(
                    ErrorKind.UNAVAILABLE,
                    "this processor computes with other instructions (" + here + ") than the job was planned with ("
                            + list.cpuLevel()
                            + "), so it would give other bits; set ZVIDEO_CPU_LEVEL=avx2 on all machines and plan again, or use machines of one kind");
        }
    }

    /** Fails unless the source has the size of the one that was planned; its frames are compared when they are decoded. */
    private void requireSource(StyleTransferRequest request, RequestFiles read) {
        long bytes = read.of(Purpose.INPUT).stream().mapToLong(ReadFile::size).sum();
        if (bytes != list.sourceBytes()) {
            throw new MediaException(
                    ErrorKind.OTHER_JOB,
                    "video " + request.source().file() + ": has " + bytes + " bytes, not the " + list.sourceBytes()
                            + " that the job was planned with",
                    Remedy.of(Remedy.Id.PLAN_AGAIN));
        }
    }
}
