package io.ndpair.transport.link.aeron;

import org.agrona.ErrorHandler;

/**
 * Passes errors on, but not those that arise while a link is being opened: the driver reports a taken port to its error handler and to
 * the caller of the opening, and the caller tells it better. One thread.
 */
final class OpeningErrors implements ErrorHandler {
    private final ErrorHandler target;
    private boolean isOpening;

    OpeningErrors(ErrorHandler target) {
        this.target = target;
    }

    void opening(boolean now) {
        isOpening = now;
    }

    @Override
    public void onError(Throwable error) {
        if (!isOpening) {
            target.onError(error);
        }
    }
}
