package org.zvideo.video.farm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.core.file.FileReason;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.report.WorstPairs;

/** The finished frames of a job in the order of the film, of whatever attempts. Every file is checked by its hash when it is taken. */
public final class FilledWork {
    /** More numbers than that in a message say nothing more. */
    private static final int MOST_NAMED = 20;

    private static final int MOST_PAIRS = 10;

    private final JobFolder folder;
    private final ShotList list;
    private final List<ShotOutcome.Done> outcomes = new ArrayList<>();
    private int shot = -1;
    private List<StoredShot> attempts = List.of();

    /** A finished frame. */
    public record Finished(ShotSpan shot, RgbImage image, FrameRecord record) {}

    /** @throws MediaException if shots are missing; it names them and the units that compute them */
    public FilledWork(JobFolder folder, ShotList list) {
        this.folder = folder;
        this.list = list;
        List<Integer> missing = new ArrayList<>();
        for (int n = 0; n < list.shots().size(); n++) {
            folder.outcome(list, n).ifPresent(outcomes::add);
            if (outcomes.size() + missing.size() == n) {
                missing.add(n);
            }
        }
        if (!missing.isEmpty()) {
            throw missing(
                    missing,
                    missing.size() + " of " + list.shots().size() + " shots " + (missing.size() == 1 ? "is" : "are")
                            + " not done: " + named(missing));
        }
    }

    private MediaException missing(List<Integer> shots, String finding) {
        List<Integer> units =
                shots.stream().map(list::unitOf).distinct().sorted().toList();
        return new MediaException(
                ErrorKind.MISSING_INPUT,
                "job " + folder.file() + ": " + finding,
                new Remedy(Remedy.Id.COMPUTE_UNITS, named(units)));
    }

    private static String named(List<Integer> numbers) {
        return numbers.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (numbers.size() > MOST_NAMED ? ", …" : "");
    }

    /**
     * Takes a frame; they are asked for in their order.
     *
     * @throws MediaException if no attempt holds it undamaged
     */
    public Finished take(long number) {
        if (shot < 0 || number > list.shots().get(shot).last()) {
            shot++;
            attempts = folder.done(list, shot);
        }
        ShotSpan span = list.shots().get(shot);
        int place = Math.toIntExact(number - span.first());
        try {
            for (StoredShot attempt : attempts) {
                Optional<RgbImage> image = attempt.picture(place);
                if (image.isPresent()) {
                    return new Finished(span, image.get(), attempt.frame(place));
                }
            }
        } catch (IOException e) {
            throw new MediaException(
                    ErrorKind.IO, "results " + folder.results() + ": frame " + number + ": " + FileReason.of(e), e);
        }
        throw missing(List.of(shot), "frame " + number + " of shot " + shot + " is damaged");
    }

    /** The names of the processors that computed, each once. */
    public List<String> machines() {
        return outcomes.stream().map(ShotOutcome.Done::machine).distinct().toList();
    }

    /** A pair of frames and the shot that it is of. */
    private record Found(int shot, ShotOutcome.WorstPair pair) {}

    /** The worst pairs of frames of the film. Those whose pictures are damaged are left out. */
    public WorstPairs worst() {
        WorstPairs worst = new WorstPairs();
        outcomes.stream()
                .flatMap(done -> done.worst().stream().map(pair -> new Found(done.shot(), pair)))
                .sorted(Comparator.comparingDouble((Found found) -> -found.pair.error())
                        .thenComparingLong(found -> found.pair.frame()))
                .limit(MOST_PAIRS)
                .forEach(found -> pictures(found).ifPresent(worst::add));
        return worst;
    }

    private Optional<WorstPairs.Pictures> pictures(Found found) {
        return folder.done(list, found.shot).stream()
                .flatMap(attempt -> pictures(attempt, found.pair).stream())
                .findFirst();
    }

    private static Optional<WorstPairs.Pictures> pictures(StoredShot attempt, ShotOutcome.WorstPair pair) {
        try {
            return attempt.pictures(pair);
        } catch (IOException e) {
            return Optional.empty(); // another attempt may have them
        }
    }
}
