package io.ndpair.store.history;

import java.util.BitSet;

/** Blocks of one journal file that follow each other, and which of them may hold an address. Any thread. */
interface Blocks {
    int count();

    Block block(int index);

    /** Those that may hold an address of this {@link KeyFilter#hash}. Never leaves out one that does. */
    BitSet candidates(long hash);
}
