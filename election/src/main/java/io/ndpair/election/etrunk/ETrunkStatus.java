package io.ndpair.election.etrunk;

import io.ndpair.election.role.Role;
import java.util.List;
import java.util.Optional;

/**
 * What an E-Trunk was at one moment, for displays. Immutable.
 *
 * @param config  the configuration in force
 * @param state   its state
 * @param cause   why
 * @param channel why the channel is not open, empty when it is
 * @param peer    what the peer last said, empty when it was never heard
 * @param members its members, in the order of their numbers
 */
public record ETrunkStatus(
        ETrunkConfig config, Role state, ETrunkCause cause, String channel, Optional<Peer> peer, List<Member> members) {
    public ETrunkStatus {
        members = List.copyOf(members);
    }

    /**
     * What the peer last said of itself.
     *
     * @param heard      whether it is heard at present
     * @param state      its state
     * @param priority   its priority
     * @param systemId   its system id
     * @param failTimeDs how long it wants to be waited for, in tenths of a second; 0 = it did not say
     */
    public record Peer(boolean heard, Role state, int priority, long systemId, int failTimeDs) {}

    /**
     * A member.
     *
     * @param config  its configuration
     * @param up      whether it has carrier
     * @param role    its role
     * @param cause   why
     * @param ready   whether it may take over from a peer's member that is well
     * @param waiting whether the revert delay runs
     * @param waitEndNs when it ends, meaningful while it runs
     * @param handedOver whether it was handed over to the peer's member by command
     */
    public record Member(
            ETrunkMemberConfig config,
            boolean up,
            Role role,
            MemberCause cause,
            boolean ready,
            boolean waiting,
            long waitEndNs,
            boolean handedOver) {}
}
