package io.ndpair.bench.replication;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The parts of the benchmark that can be chosen; written in lower case. */
enum Part {
    /** Batch backup, throughput, latencies at a fixed rate, bare Aeron. */
    STREAM,
    /** From the role event to serving as master. */
    PROMOTION,
    /** After a cut between the devices. */
    RESUME,
    /** A pair with TLS beside one without. */
    TLS,
    /** From a bit that flips in the backup's table until the table is right again. */
    REPAIR,
    /** The bulk resync of conntrackd beside it, where that is installed and may be run. */
    CONNTRACKD,
    /** One table cut into ever more profiles. */
    PROFILES;

    /** What is measured if nothing is chosen: all but what {@code bench scaling} is for. */
    static Set<Part> usual() {
        return EnumSet.complementOf(EnumSet.of(PROFILES));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
