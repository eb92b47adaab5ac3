package io.ndpair.node.shell;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An E-Trunk at this moment, with what it runs with (which may differ from what is configured).
 *
 * @param id its number
 * @param systemId of this device
 * @param state role of this device
 * @param cause why, in the vendor's word
 * @param channel why the channel is not open, empty when it is
 * @param peer what the peer last said, empty when it was never heard
 * @param received hellos accepted
 * @param sent hellos sent
 * @param dropped hellos discarded, count by cause
 * @param sendFailures hellos that were not sent
 * @param members its members
 */
public record TrunkStatus(
        int id,
        long systemId,
        RoleState state,
        String cause,
        String channel,
        Optional<Peer> peer,
        long received,
        long sent,
        Map<String, Long> dropped,
        long sendFailures,
        List<Member> members) {
    /** Copies the collections. */
    public TrunkStatus {
        dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
        members = List.copyOf(members);
    }

    /** Hellos discarded, whatever the cause. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * What the peer last said of itself.
     *
     * @param heard whether it is heard at present
     * @param priority its priority
     * @param systemId its system id
     * @param failTimeDs how long it wants to be waited for, in tenths of a second
     */
    public record Peer(boolean heard, int priority, long systemId, int failTimeDs) {}

    /**
     * A member.
     *
     * @param ethTrunk its number
     * @param remote number of its counterpart
     * @param up whether it has carrier
     * @param mode its mode, as commands write it
     * @param state its role
     * @param cause why, in the vendor's word
     * @param held why it holds back from taking over, empty when it does not
     */
    public record Member(
            int ethTrunk, int remote, boolean up, String mode, RoleState state, String cause, String held) {}
}
