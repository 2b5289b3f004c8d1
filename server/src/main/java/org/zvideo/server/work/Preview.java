package org.zvideo.server.work;

import java.util.Optional;

/** One picture that a page waits for. */
public final class Preview {
    private final String id;
    private final String draft;
    private State state = State.WAITING;
    private Optional<byte[]> picture = Optional.empty();
    private int step;
    private int steps;
    private String detail = "";
    private String kind = "";

    /** How far it is. */
    public enum State {
        WAITING,
        WORKING,
        /** A picture of few steps and half the size is shown until the one that was asked for is made. */
        ROUGH,
        DONE,
        FAILED,
        /** A newer one of the same draft took its place. */
        REPLACED
    }

    /**
     * What of it shows.
     *
     * @param step   of the model
     * @param steps  of the model; 0 where it is not at work
     * @param kind   of a failure
     * @param detail of a failure
     */
    public record Shown(State state, boolean picture, int step, int steps, String kind, String detail) {}

    Preview(String id, String draft) {
        this.id = id;
        this.draft = draft;
    }

    public String id() {
        return id;
    }

    String draft() {
        return draft;
    }

    /** How far it is. */
    public synchronized Shown shown() {
        return new Shown(state, picture.isPresent(), step, steps, kind, detail);
    }

    /** The picture as PNG, as far as there is one. */
    public synchronized Optional<byte[]> picture() {
        return picture;
    }

    synchronized void at(int doneSteps, int ofSteps) {
        step = doneSteps;
        steps = ofSteps;
        state = state == State.WAITING ? State.WORKING : state;
    }

    /** @param whole whether it is the one that was asked for */
    synchronized void made(byte[] png, boolean whole) {
        if (state != State.REPLACED) {
            picture = Optional.of(png);
            state = whole ? State.DONE : State.ROUGH;
        }
    }

    synchronized void failed(String why, String what) {
        if (state != State.REPLACED) {
            state = State.FAILED;
            detail = why;
            kind = what;
        }
    }

    synchronized void replaced() {
        if (state != State.DONE && state != State.FAILED) {
            state = State.REPLACED;
        }
    }

    synchronized boolean open() {
        return state == State.WAITING || state == State.WORKING || state == State.ROUGH;
    }
}
