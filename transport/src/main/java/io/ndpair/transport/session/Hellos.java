package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.table.HashKey;
import org.agrona.DirectBuffer;

/** Says our Hello as things stand now, and reads the peer's: one that cannot be of the peer of this profile is refused. */
final class Hellos {

    private final SessionConfig config;
    private final NeighborStore store;
    private final Outlet outlet;
    private final Refuser refuser;
    private final HelloCodec codec = new HelloCodec();

    Hellos(SessionConfig config, NeighborStore store, Outlet outlet, Refuser refuser) {
        this.config = config;
        this.store = store;
        this.outlet = outlet;
        this.refuser = refuser;
    }

    /** Whether the link took it. */
    boolean say(Handshake handshake, SessionRole role, long nowNs) {
        HashKey key = store.hashKey();
        return outlet.hello(new PeerHello(
                handshake.nonce(),
                handshake.heardNonce(),
                store.position(),
                config.deviceId(),
                config.backupId(),
                key == null ? 0 : key.id(),
                store.tableTimeTicks(nowNs),
                config.maxNeighbors(),
                HelloCodec.PROTOCOL_VERSION,
                role,
                store.history(),
                config.facts()));
    }

    /** The Hello, or null when it was refused. */
    PeerHello read(DirectBuffer buffer, int offset, int length) {
        String complaint = FrameCheck.complaint(buffer, offset, length);
        PeerHello hello = complaint == null ? codec.decode(buffer, offset) : null;
        if (hello == null) {
            refuser.refuse(Refusal.MALFORMED, "Hello: " + (complaint == null ? "a field is out of bounds" : complaint));
        } else if (hello.protocolVersion() < HelloCodec.PROTOCOL_VERSION) {
            refuser.refuse(Refusal.PROTOCOL_VERSION, "Hello: protocol version " + hello.protocolVersion());
        } else if (hello.backupId() != config.backupId()) {
            refuser.refuse(Refusal.WRONG_BACKUP_ID, "Hello: backup id " + Integer.toUnsignedString(hello.backupId()));
        } else if (hello.deviceId() == config.deviceId()) {
            refuser.refuse(
                    Refusal.SAME_DEVICE_ID,
                    "Hello: device id " + Integer.toUnsignedString(hello.deviceId()) + " is ours");
        } else {
            return hello;
        }
        return null;
    }
}
