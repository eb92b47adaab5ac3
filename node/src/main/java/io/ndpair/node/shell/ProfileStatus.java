package io.ndpair.node.shell;

/**
 * A remote backup profile at this moment. What it is made of is shown from the running configuration.
 *
 * @param name its name
 * @param role of this device
 * @param peerRole of the peer, {@link RoleState#UNKNOWN} while the channel gave none
 * @param ready whether this device could take over with a complete table
 * @param readyReason one short clause: why it is ready, or why it is not
 * @param replication the session with the peer
 * @param table the table and its journal
 */
public record ProfileStatus(
        String name,
        RoleState role,
        RoleState peerRole,
        boolean ready,
        String readyReason,
        ReplicationView replication,
        TableView table) {}
