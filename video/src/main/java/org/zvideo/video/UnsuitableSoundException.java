package org.zvideo.video;

/**
 * Audio that cannot be decoded or encoded at all. The message is the reason. The stream is lost, but the job continues.
 */
final class UnsuitableSoundException extends Exception {
    private static final long serialVersionUID = 1;

    UnsuitableSoundException(String reason) {
        super(reason);
    }
}
