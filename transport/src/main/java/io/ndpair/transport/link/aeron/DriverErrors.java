package io.ndpair.transport.link.aeron;

import java.util.List;
import org.agrona.ErrorHandler;

/**
 * Passes errors of driver and client on, but not those that somebody tells better: what arises while a link is being opened, which the driver reports to
 * its error handler and to the caller of the opening; and what says that no way leads to a link's peer, which the link tells once. One thread.
 */
final class DriverErrors implements ErrorHandler {
    private final ErrorHandler target;
    private final List<AeronPeerLink> links;
    private boolean isOpening;

    /** @param links those that are open, as they come and go. */
    DriverErrors(ErrorHandler target, List<AeronPeerLink> links) {
        this.target = target;
        this.links = links;
    }

    void opening(boolean now) {
        isOpening = now;
    }

    @Override
    public void onError(Throwable error) {
        if (isOpening) {
            return;
        }
        final String cause = PathErrors.cause(error);
        if (cause == null) {
            target.onError(error);
            return;
        }
        boolean isTaken = false;
        for (int i = 0; i < links.size(); i++) {
            isTaken |= links.get(i).takes(error, cause);
        }
        if (!isTaken) {
            target.onError(error);
        }
    }
}
