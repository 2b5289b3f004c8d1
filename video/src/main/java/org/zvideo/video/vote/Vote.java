package org.zvideo.video.vote;

import java.time.Instant;

/**
 * An answer of a voter.
 *
 * @param left the program whose result was on the left
 * @param right the program whose result was on the right
 */
record Vote(String voter, String trial, Question question, String left, String right, Choice choice, Instant time) {
    /** What was chosen. */
    enum Choice {
        LEFT,
        RIGHT,
        TIE
    }

    /** What that is to one of the two programs. */
    enum Outcome {
        WIN,
        TIE,
        LOSS
    }

    boolean isAbout(String program) {
        return left.equals(program) || right.equals(program);
    }

    /** The outcome for a program that it is about. */
    Outcome outcome(String program) {
        return choice == Choice.TIE
                ? Outcome.TIE
                : left.equals(program) == (choice == Choice.LEFT) ? Outcome.WIN : Outcome.LOSS;
    }
}
