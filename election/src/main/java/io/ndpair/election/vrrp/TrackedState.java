package io.ndpair.election.vrrp;

/**
 * A tracked object as it counts now.
 *
 * @param object which
 * @param down   whether it counts as failed
 */
public record TrackedState(TrackedObject object, boolean down) {}
