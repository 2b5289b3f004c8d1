package org.zvideo.video.vote;

/** Watches how a page is made. */
public interface VoteListener {
    /** Called for every frame. */
    void checkpoint();

    /** Called when a file is encoded. */
    void encoded();
}
