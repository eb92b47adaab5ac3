package io.ndpair.election;

import io.ndpair.election.etrunk.ETrunkCause;
import io.ndpair.election.etrunk.HelloDrop;
import io.ndpair.election.etrunk.HelloNotice;
import io.ndpair.election.etrunk.MemberCause;
import io.ndpair.election.role.Role;

/**
 * Hears of E-Trunks what an operator should know. Called on the elector's thread; what it throws is reported and changes
 * nothing. Drops and notices come at a limited rate (the first time, then at most once per
 * {@link ElectorConfig#noticeIntervalNs()} and kind).
 */
public interface ETrunkListener {
    /** A listener that hears nothing. */
    ETrunkListener NONE = new ETrunkListener() {};

    /** The state of an E-Trunk changed, or the reason for it. */
    default void onState(int trunk, Role before, Role now, ETrunkCause cause) {}

    /** The state of a member changed. */
    default void onMemberState(int trunk, int ethTrunk, Role before, Role now, MemberCause cause) {}

    /** A hello was discarded, with the total so far. */
    default void onHelloDropped(int trunk, HelloDrop reason, long total) {}

    /** The configurations of the devices do not fit together. */
    default void onHelloNotice(int trunk, HelloNotice notice) {}
}
