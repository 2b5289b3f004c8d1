package org.zvideo.video.vote;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The counted votes of a study.
 *
 * @param version of the format of its JSON
 * @param voters how many people voted
 * @param questions in the order in which they are asked
 */
public record Tally(int version, String study, int voters, List<Answers> questions) {
    /** Version of the format. */
    public static final int VERSION = 1;

    /**
     * The answers to a question.
     *
     * @param votes how many
     * @param programs a row for each program against all others
     * @param pairs a row for each pair
     */
    public record Answers(String question, String text, int votes, List<Row> programs, List<Row> pairs) {}

    /**
     * How often a program was preferred to another, or to all others.
     *
     * @param over the other program; null for all others
     * @param preferred the share of wins among wins and losses, as ties prefer neither; null if there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            String program,
            @Nullable String over,
            int wins,
            int ties,
            int losses,
            @Nullable Share preferred) {}

    /** Counts. */
    public static Tally of(VoteKey key, Ballots ballots) {
        List<Vote> votes = ballots.votes();
        List<Answers> answers = new ArrayList<>();
        for (Question question : Question.values()) {
            if (key.questions().contains(question.id())) {
                answers.add(answers(
                        question,
                        key.programs(),
                        votes.stream()
                                .filter(vote -> vote.question() == question)
                                .toList()));
            }
        }
        long voters = votes.stream().map(Vote::voter).distinct().count();
        return new Tally(VERSION, key.study(), (int) voters, List.copyOf(answers));
    }

    private static Answers answers(Question question, List<String> programs, List<Vote> votes) {
        List<Row> alone = new ArrayList<>();
        List<Row> pairs = new ArrayList<>();
        for (int n = 0; n < programs.size(); n++) {
            String program = programs.get(n);
            alone.add(row(program, null, votes, vote -> true));
            for (String other : programs.subList(n + 1, programs.size())) {
                pairs.add(row(program, other, votes, vote -> vote.isAbout(other)));
            }
        }
        return new Answers(question.id(), question.text(), votes.size(), List.copyOf(alone), List.copyOf(pairs));
    }

    private static Row row(String program, @Nullable String over, List<Vote> votes, Predicate<Vote> against) {
        Map<Vote.Outcome, Integer> counts = new EnumMap<>(Vote.Outcome.class);
        votes.stream()
                .filter(vote -> vote.isAbout(program) && against.test(vote))
                .forEach(vote -> counts.merge(vote.outcome(program), 1, Integer::sum));
        int wins = counts.getOrDefault(Vote.Outcome.WIN, 0);
        int losses = counts.getOrDefault(Vote.Outcome.LOSS, 0);
        return new Row(
                program,
                over,
                wins,
                counts.getOrDefault(Vote.Outcome.TIE, 0),
                losses,
                wins + losses == 0 ? null : Share.of(wins, wins + losses));
    }
}
