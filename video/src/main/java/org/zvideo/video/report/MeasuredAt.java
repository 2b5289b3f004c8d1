package org.zvideo.video.report;

/** Where on their way frames of a result are measured. An encoder that loses something changes the numbers. */
public enum MeasuredAt {
    /** As a run made them. */
    BEFORE_ENCODING("before encoding"),
    /** As a player sees them. */
    DECODED("as decoded"),
    /** Not at all. */
    NOT("no");

    private final String words;

    MeasuredAt(String words) {
        this.words = words;
    }

    /** The value of {@code measured} in a report. */
    public String words() {
        return words;
    }
}
