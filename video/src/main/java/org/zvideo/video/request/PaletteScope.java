package org.zvideo.video.request;

/** For which frames one map of colors is made. */
public enum PaletteScope {
    /** Each shot has its own. */
    SHOT,
    /** One for the whole video, made from its first shot: colors stay where a film cuts back and forth. */
    FILM
}
