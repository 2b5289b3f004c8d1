package org.zvideo.video.vote;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What voters are asked about each pair: the paper's three criteria. */
public enum Question {
    CONTENT("content", "Which result preserves the content better?"),
    STYLE("style", "Which result exhibits the better style patterns?"),
    OVERALL("overall", "Which result has the better overall effect?");

    private final String id;
    private final String text;

    Question(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** Its name in votes and tallies. */
    public String id() {
        return id;
    }

    public String text() {
        return text;
    }

    /** The question of that name. */
    static Optional<Question> of(String id) {
        return Arrays.stream(values())
                .filter(question -> question.id.equals(id))
                .findFirst();
    }

    /** All, or all but the one about style if no style is shown. */
    static List<Question> asked(boolean styleShown) {
        return Arrays.stream(values())
                .filter(question -> styleShown || question != STYLE)
                .toList();
    }
}
