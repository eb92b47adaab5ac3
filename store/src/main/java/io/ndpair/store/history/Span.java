package io.ndpair.store.history;

import io.ndpair.store.history.HistoryIndex.Summary;
import io.ndpair.store.journal.Journals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A piece of a journal file that is read in one go.
 *
 * @param generation the file
 * @param from       where its first record stands
 * @param skipFirst  whether that one is only there to begin behind
 * @param block      its summary, null where nothing has summed it up: then it goes to the end of the file
 * @param before     the block before it, null if unknown
 */
record Span(long generation, long from, boolean skipFirst, Block block, Block before) {
    /** All pieces of a journal, oldest first, without those that cannot hold an address of this hash. */
    static List<Span> holding(long hash, Journals journals, HistoryIndex index) throws IOException {
        return plan(journals, index, blocks -> blocks.candidates(hash));
    }

    /** All pieces of a journal, oldest first. */
    static List<Span> all(Journals journals, HistoryIndex index) throws IOException {
        return plan(journals, index, blocks -> {
            BitSet all = new BitSet();
            all.set(0, blocks.count());
            return all;
        });
    }

    private interface Choice {
        BitSet of(Blocks blocks);
    }

    private static List<Span> plan(Journals journals, HistoryIndex index, Choice choice) throws IOException {
        // In this order: what is let go in between is found missing when it is read.
        List<Summary> summaries = index.summaries();
        long[] generations = journals.generations();
        List<Span> spans = new ArrayList<>();
        Block before = null;
        for (long generation : generations) {
            Summary summary = summaryOf(generation, summaries);
            Block last = null;
            for (Blocks blocks : summary.blocks()) {
                BitSet chosen = choice.of(blocks);
                for (int i = 0; i < blocks.count(); i++) {
                    Block block = blocks.block(i);
                    if (chosen.get(i) || block.has(Block.MARKED | Block.CUT)) {
                        spans.add(new Span(generation, block.place(), false, block, before));
                    }
                    last = block;
                    before = block;
                }
            }
            if (!summary.whole()) {
                spans.add(
                        last == null
                                ? new Span(generation, 0, false, null, before)
                                : new Span(generation, last.lastPlace(), true, null, last));
                // Where it ends is not known before it is read.
                before = null;
            }
        }
        return spans;
    }

    private static Summary summaryOf(long generation, List<Summary> summaries) {
        for (Summary summary : summaries) {
            if (summary.generation() == generation) {
                return summary;
            }
        }
        return Summary.none(generation);
    }
}
