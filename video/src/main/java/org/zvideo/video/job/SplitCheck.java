package org.zvideo.video.job;

import java.util.Optional;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.request.StyleTransferRequest;

/** What keeps the shots of a request from being stylized apart, with the bits of a run of the whole. */
final class SplitCheck {
    private SplitCheck() {}

    /** @throws MediaException that says what cannot be split, and why */
    static void require(StyleTransferRequest request) {
        reason(request).ifPresent(why -> {
            throw new MediaException(ErrorKind.USAGE, why + "; run the whole job on one machine, or without it");
        });
    }

    private static Optional<String> reason(StyleTransferRequest request) {
        if (request.ofPicture()) {
            return Optional.of("input " + request.source().file() + ": is a picture, which has no shots");
        }
        if (request.dump().isPresent()) {
            return Optional.of("dump: its page is about the frames of one run");
        }
        if (request.target().keepWork()) {
            return Optional.of("the work folder cannot be kept: what the model made stays where a shot is computed");
        }
        return request.filters()
                .memory()
                .map(found -> found + ", so a shot alone would not have the bits that it has in the film");
    }
}
