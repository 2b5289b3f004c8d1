package org.zvideo.video;

/** A sound that cannot be decoded or encoded at all; its message is the reason. The stream is lost, the job is not. */
final class UnsuitableSoundException extends Exception {
    private static final long serialVersionUID = 1;

    UnsuitableSoundException(String reason) {
        super(reason);
    }
}
