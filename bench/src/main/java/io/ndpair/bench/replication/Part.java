package io.ndpair.bench.replication;

import java.util.Locale;

/** The parts of the benchmark that can be chosen; written in lower case. */
enum Part {
    /** Batch backup, throughput, latencies at a fixed rate, bare Aeron. */
    STREAM,
    /** From the role event to serving as master. */
    PROMOTION,
    /** After a cut between the devices. */
    RESUME,
    /** A pair with TLS beside one without. */
    TLS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
