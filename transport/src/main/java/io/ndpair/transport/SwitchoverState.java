package io.ndpair.transport;

/** How far a planned switchover has come. */
public enum SwitchoverState {
    /** None was asked for in this role. */
    NONE,
    /** The peer is to have everything in its journal first; no mutation may be made meanwhile. */
    DRAINING,
    /**
     * The peer has everything in its journal; it is not told by this session, because an election tells it. No mutation may be made until the role
     * changes or the switchover is given up.
     */
    DRAINED,
    /** The peer has everything and was told: this device is to resign now. */
    HANDED_OVER,
    /** It was not safe, or took too long: this device stays master. */
    REFUSED
}
