package io.ndpair.bench.soak;

/** What is done to a pair. */
enum Fault {
    /** A device is killed as by a power cut and started again; the other takes over if it was the master. */
    KILL,
    /** A device stands still for a while; if it is the master for long, the other takes over and there are two when it goes on. */
    STOP,
    /** Nothing goes through between the devices; at times the other is made master too. */
    CUT,
    /** A share of the datagrams is lost. */
    LOSS,
    /** Somebody else's file fills a device's disk. */
    FULL,
    /** Switchovers, roles that change at once, floods of addresses that nobody has, batch backups, a service that is shut for a while. */
    CHURN,
    /** Nothing: the pair is left alone. */
    NONE
}
