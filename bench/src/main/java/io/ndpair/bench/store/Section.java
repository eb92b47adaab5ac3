package io.ndpair.bench.store;

import java.util.Locale;

/** The parts of the benchmark that can be chosen; written in lower case. */
enum Section {
    LOOKUP,
    PEERS;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
