package io.ndpair.store.history;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Blocks summed up in memory, until there are enough for a file. Filled by one thread; what {@link #sealed} answers never
 * changes and may be read by any. Lines of the same number stand together, so that a question reads one stretch.
 */
final class OpenChunk {
    /** Most blocks in one chunk: the filters of a full one take 6 MiB. */
    static final int MAX_BLOCKS = 1024;

    private static final int FIRST_CAPACITY = 16;

    /** What is sealed at one moment; the arrays are written beyond {@code count} only. */
    static final class Sealed implements Blocks {
        private final Block[] blocks;
        private final int count;
        private final long[] words;
        private final int capacity;

        private Sealed(Block[] blocks, int count, long[] words, int capacity) {
            this.blocks = blocks;
            this.count = count;
            this.words = words;
            this.capacity = capacity;
        }

        @Override
        public int count() {
            return count;
        }

        /** The filters of all blocks; those of this chunk are where {@link #lineStart} says. */
        long word(int index) {
            return words[index];
        }

        @Override
        public Block block(int index) {
            return blocks[index];
        }

        @Override
        public BitSet candidates(long hash) {
            BitSet candidates = new BitSet(count);
            int line = KeyFilter.line(hash) * capacity;
            for (int i = 0; i < count; i++) {
                if (KeyFilter.mayHold(words, (line + i) * KeyFilter.WORDS_A_LINE, hash)) {
                    candidates.set(i);
                }
            }
            return candidates;
        }

        /** First word of a line of the first block; those of the others follow. */
        int lineStart(int line) {
            return line * capacity * KeyFilter.WORDS_A_LINE;
        }
    }

    private final long[] filling = new long[KeyFilter.LINES * KeyFilter.WORDS_A_LINE];
    private volatile Sealed sealed = empty(FIRST_CAPACITY);

    private static Sealed empty(int capacity) {
        return new Sealed(
                new Block[capacity], 0, new long[KeyFilter.LINES * capacity * KeyFilter.WORDS_A_LINE], capacity);
    }

    Sealed sealed() {
        return sealed;
    }

    boolean full() {
        return sealed.count == MAX_BLOCKS;
    }

    /** An address stands in the block being filled. */
    void add(long hash) {
        KeyFilter.add(filling, hash);
    }

    /** The block being filled is this one, and ends. */
    void seal(Block block) {
        Sealed now = sealed;
        if (now.count == now.capacity) {
            now = grown(now);
        }
        now.blocks[now.count] = block;
        for (int line = 0; line < KeyFilter.LINES; line++) {
            System.arraycopy(
                    filling,
                    line * KeyFilter.WORDS_A_LINE,
                    now.words,
                    now.lineStart(line) + now.count * KeyFilter.WORDS_A_LINE,
                    KeyFilter.WORDS_A_LINE);
        }
        Arrays.fill(filling, 0);
        sealed = new Sealed(now.blocks, now.count + 1, now.words, now.capacity);
    }

    private static Sealed grown(Sealed now) {
        Sealed twice = empty(2 * now.capacity);
        System.arraycopy(now.blocks, 0, twice.blocks, 0, now.count);
        for (int line = 0; line < KeyFilter.LINES; line++) {
            System.arraycopy(
                    now.words,
                    now.lineStart(line),
                    twice.words,
                    twice.lineStart(line),
                    now.count * KeyFilter.WORDS_A_LINE);
        }
        return new Sealed(twice.blocks, now.count, twice.words, twice.capacity);
    }
}
