package io.ndpair.transport.session;

import io.ndpair.store.model.History;
import io.ndpair.store.model.Position;

/**
 * A Hello as it was read.
 *
 * @param nonce of the sender
 * @param peerNonce that the sender last heard
 * @param position where the sender's table stands
 * @param deviceId of the sender
 * @param backupId of the profile
 * @param hashKeyId of the sender's table, 0 if it has no key
 * @param tableTimeTicks of the sender
 * @param maxNeighbors room of the sender's table
 * @param protocolVersion that the sender speaks
 * @param role of the sender
 * @param history of the sender
 * @param facts of the sender's configuration, or what there is to know of them
 */
public record PeerHello(
        long nonce,
        long peerNonce,
        Position position,
        int deviceId,
        int backupId,
        long hashKeyId,
        int tableTimeTicks,
        int maxNeighbors,
        int protocolVersion,
        SessionRole role,
        History history,
        FactSet facts) {

    /** Whether the sender's table is newer than one that stands here. */
    boolean isAheadOf(Position ours) {
        if (ours.contiguous() != position.contiguous()) {
            return position.contiguous();
        }
        int order = position.epoch().compareTo(ours.epoch());
        return order != 0 ? order > 0 : position.sequence() > ours.sequence();
    }
}
