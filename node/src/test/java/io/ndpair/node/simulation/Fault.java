package io.ndpair.node.simulation;

/** What can go wrong in a run, and what users and operators do meanwhile. Each seed enables some of them. */
enum Fault {
    /** Nothing gets through between the devices' replication, both ways. */
    LINK_CUT,
    /** One direction alone. */
    ONE_WAY_CUT,
    /** Messages take long. */
    DELAY,
    /** A connection breaks when a part of what was under way has arrived. */
    BREAK,
    /** A peer that reads little, on a link with little room. */
    SLOW_PEER,
    /** A process stands still for up to eleven seconds and goes on. */
    PAUSE,
    /** A process is killed; what it has written survives. */
    KILL,
    /** The power of one device goes: what was not synced may be lost. */
    POWER_CUT,
    /** ... and of what was being written a part is there. */
    TORN_WRITE,
    /** A disk takes nothing more for a while. */
    DISK_FULL,
    /** A disk fails every write for a while. */
    DISK_ERROR,
    /** A bit of an entry of the backup's table is another one. */
    FLIP_TABLE,
    /** A bit of a journal on disk is another one, and the process dies. */
    FLIP_JOURNAL,
    /** A bit of a record or range image on its way is another one. */
    FLIP_MESSAGE,
    /** The wall clock of a device jumps by an hour, forth or back. */
    CLOCK_STEP,
    /** The clocks of a device run fast or slow, and the wall clock ends up an hour off. */
    CLOCK_DRIFT,
    /** A device dies in the middle of a batch backup. */
    RESTART_IN_BATCH,
    /** The devices lose sight of each other and both are master. */
    BOTH_MASTERS,
    /** Priority, virtual addresses or the group itself change on one device. */
    CONFIGURATION,
    /** A device is shut down in good order and started again. */
    RESTART,
    /** The election's interface of a device loses its carrier. */
    CARRIER,
    /** Users change their MAC address. */
    USER_MOVES,
    /** Many addresses that nobody has are asked for. */
    FLOOD,
    /** Nothing changes for seconds. */
    SILENCE
}
