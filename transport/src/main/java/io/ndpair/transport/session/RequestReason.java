package io.ndpair.transport.session;

/** Why a backup asks for a batch backup, or for DIVERGENCE a repair of what differs; the codes of the wire. */
final class RequestReason {

    static final int BY_HAND = 1;
    static final int NO_PROGRESS = 2;
    static final int DIVERGENCE = 3;
    static final int NOT_REPAIRED = 4;

    private RequestReason() {}
}
