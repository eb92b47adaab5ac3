package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;

/**
 * Replaces a range by an image from outside: first everything about the image is checked, then its segments are built
 * aside, then the receiver's segment is split down to the image's prefix, and only then is the range exchanged. Whatever
 * is refused has changed no entry. One thread, the writer's.
 */
final class RangeInstaller {
    private final SegmentPool pool;
    private final SegmentTree tree;
    private final int maxDepth;
    private final int maxNeighbors;
    private final IntArrayList built = new IntArrayList();

    /** Of the image's entries, from when they are checked: each may be asked for once more at every depth that is built. */
    private final long[] hashes = new long[RangeImage.MAX_ENTRIES];

    private DirectBuffer entries;
    private int offset;
    private int count;
    private long asOf;

    RangeInstaller(final SegmentPool pool, final SegmentTree tree, final int maxDepth, final int maxNeighbors) {
        this.pool = pool;
        this.tree = tree;
        this.maxDepth = maxDepth;
        this.maxNeighbors = maxNeighbors;
    }

    int install(
            final long prefix,
            final int depth,
            final long asOfSequence,
            final DirectBuffer image,
            final int imageOffset,
            final int imageCount) {
        final int refusal = refusal(prefix, depth, asOfSequence, image, imageOffset, imageCount);
        if (refusal != Outcome.APPLIED) {
            return refusal;
        }
        entries = image;
        offset = imageOffset;
        count = imageCount;
        asOf = asOfSequence;
        built.clear();
        int outcome = build(prefix, depth);
        if (outcome == Outcome.APPLIED) {
            outcome = makeRoom(prefix, depth);
        }
        if (outcome == Outcome.APPLIED) {
            tree.replace(prefix, depth, built);
        } else {
            for (int i = 0; i < built.size(); i++) {
                pool.retire(built.getInt(i));
            }
        }
        entries = null;
        return outcome;
    }

    private int refusal(
            final long prefix,
            final int depth,
            final long asOfSequence,
            final DirectBuffer image,
            final int imageOffset,
            final int imageCount) {
        if (depth < 0 || depth > maxDepth) {
            return Outcome.REFUSED_DEPTH;
        }
        if ((prefix & lowBits(depth)) != 0) {
            return Outcome.REFUSED_PREFIX;
        }
        if (asOfSequence < 0) {
            return Outcome.REFUSED_AS_OF;
        }
        if (imageCount < 0
                || imageCount > RangeImage.MAX_ENTRIES
                || imageOffset < 0
                || (long) imageOffset + (long) imageCount * EntryLayout.ENTRY_BYTES > image.capacity()) {
            return Outcome.REFUSED_LENGTH;
        }
        final SegmentDirectory directory = tree.directory();
        int newLinks = 0;
        for (int i = 0; i < imageCount; i++) {
            final int at = imageOffset + i * EntryLayout.ENTRY_BYTES;
            final long w0 = EntryLayout.word(image, at);
            final long w1 = EntryLayout.word(image, at + 8);
            final long w2 = EntryLayout.word(image, at + 16);
            final long w3 = EntryLayout.word(image, at + 24);
            if (EntryLayout.operationOf(w3) != Operation.NONE || !EntryCheck.acceptable(w0, w1, w2, w3)) {
                return Outcome.MALFORMED;
            }
            final long hash = directory.hashOfWords(w0, w1, w2);
            if (((hash ^ prefix) & ~lowBits(depth)) != 0) {
                return Outcome.REFUSED_RANGE;
            }
            hashes[i] = hash;
            if (!tree.counts().isCounted(EntryLayout.linkIdOf(w2))) {
                newLinks++;
            }
        }
        return tree.counts().hasRoomFor(newLinks) ? Outcome.APPLIED : Outcome.REFUSED_LINKS;
    }

    /** Builds the part of the image under a prefix: one segment, or two halves where one cannot take it all. */
    private int build(final long prefix, final int depth) {
        final int segment = pool.take(depth);
        if (segment == SegmentPool.NONE) {
            return Outcome.REFUSED_SEGMENT;
        }
        final int outcome = fill(segment, prefix, depth);
        if (outcome == Outcome.APPLIED) {
            tree.release(segment, asOf);
            built.addInt(segment);
            return outcome;
        }
        pool.retire(segment);
        if (outcome != Outcome.REFUSED_SEGMENT || depth == maxDepth || !tree.hasRoomFor(built.size() + 2)) {
            return outcome;
        }
        final int left = build(prefix, depth + 1);
        return left == Outcome.APPLIED ? build(prefix | (1L << (63 - depth)), depth + 1) : left;
    }

    private int fill(final int segment, final long prefix, final int depth) {
        final long address = pool.address(segment);
        for (int i = 0; i < count; i++) {
            final long hash = hashes[i];
            if (((hash ^ prefix) & ~lowBits(depth)) != 0) {
                continue;
            }
            final int at = offset + i * EntryLayout.ENTRY_BYTES;
            final long w0 = EntryLayout.word(entries, at);
            final long w1 = EntryLayout.word(entries, at + 8);
            final long w2 = EntryLayout.word(entries, at + 16);
            final long home = Segment.home(address, hash);
            if (Segment.find(home, w0, w1, EntryLayout.linkIdOf(w2)) != 0) {
                return Outcome.REFUSED_DUPLICATE;
            }
            final long slot = Segment.free(home);
            if (slot == 0) {
                return Outcome.REFUSED_SEGMENT;
            }
            tree.fill(segment, hash, slot, w0, w1, w2, EntryLayout.word(entries, at + 24));
        }
        return Outcome.APPLIED;
    }

    /** Splits the receiver down to the range and asks whether the image fits the limits in place of what is there. */
    private int makeRoom(final long prefix, final int depth) {
        if (!tree.splitDownTo(prefix, depth)) {
            return Outcome.REFUSED_SEGMENT;
        }
        if ((long) tree.neighbors() - tree.countOf(prefix, depth) + count > maxNeighbors) {
            return Outcome.REFUSED_FULL;
        }
        int deepest = depth;
        for (int i = 0; i < built.size(); i++) {
            deepest = Math.max(deepest, pool.depth(built.getInt(i)));
        }
        return tree.deepenTo(deepest) ? Outcome.APPLIED : Outcome.REFUSED_SEGMENT;
    }

    private static long lowBits(final int depth) {
        return depth == 0 ? -1 : (1L << (64 - depth)) - 1;
    }
}
