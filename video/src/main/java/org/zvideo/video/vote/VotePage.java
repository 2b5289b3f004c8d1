package org.zvideo.video.vote;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.file.FileReason;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.report.PageParts;

/**
 * The page on which people vote. It is a single file with everything in it, so it can be sent and opens without a network, and
 * no file name beside it tells who made what. Programs and scenes have no names in it.
 *
 * @param programs the names of the programs
 * @param scenes with a result of each program
 * @param plan for these scenes and programs
 * @param side longer sides are scaled down to this, in pixels
 */
public record VotePage(
        List<String> programs, List<Scene> scenes, VotePlan plan, long seed, int side, ReadOptions reading) {
    /** Browsers hold about as much, four thirds of it as text. */
    private static final long MOST_BYTES = 400_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The number of files to encode. */
    public long files() {
        return scenes.stream()
                .flatMap(scene -> Stream.concat(
                        Stream.concat(Stream.of(scene.source()), scene.style().stream()), scene.results().stream()))
                .distinct()
                .count();
    }

    /** A trial as the page knows it: the names of its pictures or videos. */
    private record Trial(String source, @Nullable String style, String first, String second) {}

    /** Writes the page and its key, which are not committed. */
    public void write(OutputFile page, OutputFile key, VoteListener listener) {
        Random random = new Random(~seed);
        List<String> names = names(random);
        Map<String, Trial> trials = new TreeMap<>();
        Map<String, VoteKey.Trial> known = new TreeMap<>();
        try (VoteMedia media = new VoteMedia(side, reading, random, listener)) {
            for (int n = 0; n < names.size(); n++) {
                VotePlan.Trial trial = plan.trials().get(n);
                Scene scene = scenes.get(trial.scene());
                String first = media.add("result", scene.results().get(trial.first()));
                String second = media.add("result", scene.results().get(trial.second()));
                trials.put(
                        names.get(n),
                        new Trial(
                                media.add("source", scene.source()),
                                scene.style()
                                        .map(style -> media.add("style", style))
                                        .orElse(null),
                                first,
                                second));
                known.put(
                        names.get(n),
                        new VoteKey.Trial(
                                scene.name(),
                                Map.of(first, programs.get(trial.first()), second, programs.get(trial.second()))));
            }
            requireSize(media.bytes());
            List<Question> questions = Question.asked(
                    scenes.stream().allMatch(scene -> scene.style().isPresent()));
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("questions", questions.stream().map(VotePage::question).toList());
            data.put("trials", trials);
            data.put("ballots", ballots(names));
            String study = media.digest(JSON.writeValueAsString(List.of(data, known)));
            data.put("study", study);
            write(page, JSON.writeValueAsString(data), media);
            key.write(new VoteKey(
                            VoteKey.VERSION,
                            study,
                            seed,
                            programs,
                            questions.stream().map(Question::id).toList(),
                            known)
                    .json());
        } catch (IOException e) {
            throw new MediaException(ErrorKind.IO, "output " + page.target() + ": " + FileReason.of(e), e);
        }
    }

    /** Names of the trials, from whose order nothing can be told. */
    private List<String> names(Random random) {
        List<String> names =
                new ArrayList<>(IntStream.rangeClosed(1, plan.trials().size())
                        .mapToObj(n -> String.format(Locale.ROOT, "t%03d", n))
                        .toList());
        Collections.shuffle(names, random);
        return names;
    }

    private static Map<String, String> question(Question question) {
        return Map.of("id", question.id(), "text", question.text());
    }

    private List<List<Map<String, Object>>> ballots(List<String> names) {
        return plan.ballots().stream()
                .map(ballot -> ballot.stream()
                        .map(shown ->
                                Map.<String, Object>of("trial", names.get(shown.trial()), "mirrored", shown.mirrored()))
                        .toList())
                .toList();
    }

    private static void requireSize(long bytes) {
        if (bytes > MOST_BYTES) {
            throw new MediaException(
                    ErrorKind.USAGE,
                    "pictures and videos of " + bytes / 1_000_000 + " MB: no browser opens such a page; expected "
                            + MOST_BYTES / 1_000_000 + " or less: compare fewer, shorter or smaller ones");
        }
    }

    private static void write(OutputFile page, String data, VoteMedia media) throws IOException {
        String[] parts = new String(PageParts.page(VotePage.class, "vote", data), StandardCharsets.UTF_8)
                .split(Pattern.quote("/*media*/"), 2);
        try (BufferedWriter out = page.writer()) {
            out.write(parts[0]);
            for (VoteMedia.Item item : media.all()) {
                out.write("<script type=\"text/plain\" id=\"" + item.id() + "\" data-type=\"" + item.type() + "\">");
                out.write(Base64.getEncoder().encodeToString(Files.readAllBytes(item.file())));
                out.write("</script>\n");
            }
            out.write(parts[1]);
        }
    }
}
