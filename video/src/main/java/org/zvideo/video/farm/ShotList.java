package org.zvideo.video.farm;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.zvideo.video.request.RequestJson;
import org.zvideo.video.request.StyleTransferRequest;

/**
 * A job whose shots are stylized apart: everything that decides their bits, decided once by whoever plans.
 *
 * @param request     the request with nothing left open, as JSON; names of files are relative to the folder of the job's file
 * @param identity    all that the result depends on, as a work folder keeps it
 * @param report      what the report says of the request: {@code input}, {@code output}, {@code settings} and {@code origin}, as its
 *                    owner wrote them, and {@code remarks} of the model
 * @param cpuLevel    the instructions with which it is computed, as {@link org.zvideo.core.torch.CpuLevel} names them
 * @param sourceBytes size of the source
 * @param end         end of its last picture, in seconds from the start of the file
 * @param shots       in the order of the film
 * @param units       numbers of the shots that are computed together, the most work first
 * @param palette     if one is made for the whole film
 */
public record ShotList(
        JsonNode request,
        JsonNode identity,
        JsonNode report,
        String cpuLevel,
        long sourceBytes,
        double end,
        List<ShotSpan> shots,
        List<List<Integer>> units,
        Optional<ShotPalette> palette) {
    /** The version of the form; it rises when a key changes its meaning or goes. */
    public static final int VERSION = 1;

    public ShotList {
        shots = List.copyOf(shots);
        units = units.stream().map(List::copyOf).toList();
        long next = 0;
        for (ShotSpan shot : shots) {
            if (shot.first() != next) {
                throw new IllegalArgumentException(
                        "a shot from frame " + shot.first() + " on, where " + next + " comes next");
            }
            next += shot.frames();
        }
        if (shots.isEmpty()
                || !units.stream()
                        .flatMap(List::stream)
                        .sorted()
                        .toList()
                        .equals(IntStream.range(0, shots.size()).boxed().toList())) {
            throw new IllegalArgumentException("units that are not all shots, each once");
        }
    }

    /**
     * A job without a palette of the film.
     *
     * @param groups number of units at most
     */
    public static ShotList of(
            JsonNode request,
            JsonNode identity,
            JsonNode report,
            String cpuLevel,
            long sourceBytes,
            double end,
            List<ShotSpan> shots,
            int groups) {
        return new ShotList(
                request,
                identity,
                report,
                cpuLevel,
                sourceBytes,
                end,
                shots,
                Units.of(shots, groups),
                Optional.empty());
    }

    /** The same with the palette of the film. */
    public ShotList with(ShotPalette made) {
        return new ShotList(request, identity, report, cpuLevel, sourceBytes, end, shots, units, Optional.of(made));
    }

    /**
     * The request.
     *
     * @param folder of the job's file
     */
    public StyleTransferRequest request(Path folder) {
        return RequestJson.read(request.toString(), folder);
    }

    /** Number of all frames. */
    public long frames() {
        return shots.get(shots.size() - 1).last() + 1;
    }

    /** The unit in which a shot is computed. */
    public int unitOf(int shot) {
        return IntStream.range(0, units.size())
                .filter(unit -> units.get(unit).contains(shot))
                .findFirst()
                .orElseThrow();
    }

    /** Number of the frames of a unit. */
    public long frames(int unit) {
        return units.get(unit).stream()
                .mapToLong(shot -> shots.get(shot).frames())
                .sum();
    }
}
