package io.ndpair.store.table;

import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.UnsafeApi;

/**
 * How many entries of which kind stand on each link, kept as the table changes, whichever way it does: by the master, by a
 * record, by an image, by recovery. A small open-addressed map of link id to counts, which holds at most
 * {@link #MAX_LINKS} links with entries or a limit; twice what a profile may define, because a device that comes from
 * another history may hold entries of both. Allocates only when it grows.
 *
 * <p>Owned by the table's writer. Any thread may read; what it reads may be a moment old.
 */
final class LinkCounts {
    /** Links that can be counted; entries on more are refused. */
    static final int MAX_LINKS = 1 << 17;

    private static final int STRIDE_SHIFT = 3;
    private static final int DYNAMIC = 1;
    private static final int INCOMPLETE = 2;
    private static final int FIXED = 3;
    private static final int LIMIT = 4;
    private static final int FIRST_CELLS = 64;

    // A cell is eight numbers, half a cache line: link id (0 = free), entries of each kind, the limit (0 = none).
    private volatile int[] published = new int[FIRST_CELLS << STRIDE_SHIFT];
    private int[] cells = published;
    private int used;
    private final AtomicInteger incomplete = new AtomicInteger();
    private int activeLinks;

    /** Makes sure that a link can be counted; false if there are too many. */
    boolean reserve(final int linkId) {
        return find(cells, linkId) >= 0 || take(linkId);
    }

    /** Whether so many links more can be counted. */
    boolean hasRoomFor(final int links) {
        return used + links <= MAX_LINKS || live() + links <= MAX_LINKS;
    }

    boolean isCounted(final int linkId) {
        return find(cells, linkId) >= 0;
    }

    /** Counts an entry in; its link is reserved. */
    void add(final int linkId, final long w3) {
        count(find(cells, linkId), EntryKind.of(w3), 1);
    }

    void remove(final int linkId, final long w3) {
        count(find(cells, linkId), EntryKind.of(w3), -1);
    }

    void change(final int linkId, final long oldW3, final long newW3) {
        final int oldKind = EntryKind.of(oldW3);
        final int newKind = EntryKind.of(newW3);
        if (oldKind != newKind) {
            final int cell = find(cells, linkId);
            count(cell, oldKind, -1);
            count(cell, newKind, 1);
        }
    }

    /** Counts all entries of a segment in or out; there is room for their links. */
    void segment(final long address, final int sign) {
        for (int i = 0; i < Segment.SLOTS; i++) {
            final long slot = Segment.slot(address, i);
            final long w3 = Segment.stateWord(slot);
            if (w3 != 0) {
                final int linkId = UnsafeApi.getInt(slot + 16);
                if (sign > 0) {
                    reserve(linkId);
                }
                count(find(cells, linkId), EntryKind.of(w3), sign);
            }
        }
    }

    /** Sets a link's limit on learned entries, 0 for none; false if there are too many links. */
    boolean limit(final int linkId, final int most) {
        if (!reserve(linkId)) {
            return false;
        }
        cells[find(cells, linkId) + LIMIT] = most;
        return true;
    }

    /** Learned entries of a link, unresolved ones included. Any thread. */
    int dynamicOn(final int linkId) {
        return read(linkId, DYNAMIC);
    }

    /** Unresolved entries of a link. Any thread. */
    int incompleteOn(final int linkId) {
        return read(linkId, INCOMPLETE);
    }

    /** Entries of a link that were configured by hand. Any thread. */
    int fixedOn(final int linkId) {
        return read(linkId, FIXED);
    }

    /** A link's limit on learned entries, 0 for none. Any thread. */
    int limitOf(final int linkId) {
        return read(linkId, LIMIT);
    }

    /** Unresolved entries of all links. Any thread. */
    int incomplete() {
        return incomplete.getAcquire();
    }

    /** Links that have learned entries. */
    int activeLinks() {
        return activeLinks;
    }

    /** Entries of all links, summed up. */
    int entries() {
        int entries = 0;
        for (int cell = 0; cell < cells.length; cell += 1 << STRIDE_SHIFT) {
            entries += cells[cell + DYNAMIC] + cells[cell + FIXED];
        }
        return entries;
    }

    private int read(final int linkId, final int field) {
        final int[] present = published;
        final int cell = find(present, linkId);
        return cell < 0 ? 0 : present[cell + field];
    }

    private void count(final int cell, final int kind, final int sign) {
        final int[] present = cells;
        if (kind == EntryKind.FIXED) {
            present[cell + FIXED] += sign;
            return;
        }
        if (kind == EntryKind.INCOMPLETE) {
            present[cell + INCOMPLETE] += sign;
            incomplete.setRelease(incomplete.getPlain() + sign);
        }
        final int dynamic = present[cell + DYNAMIC] + sign;
        present[cell + DYNAMIC] = dynamic;
        if (sign > 0 ? dynamic == 1 : dynamic == 0) {
            activeLinks += sign;
        }
    }

    private boolean take(final int linkId) {
        if (used == MAX_LINKS || (used + 1) << (STRIDE_SHIFT + 1) > cells.length) {
            final int live = live();
            if (live >= MAX_LINKS) {
                return false;
            }
            // Cells of links that have nothing any more are left behind; the next time is a quarter of the cells away.
            final int length = (live + 1) << (STRIDE_SHIFT + 2) > cells.length ? cells.length * 2 : cells.length;
            rebuild(length);
        }
        place(cells, linkId);
        used++;
        return true;
    }

    private void rebuild(final int length) {
        final int[] former = cells;
        final int[] next = new int[length];
        used = 0;
        for (int cell = 0; cell < former.length; cell += 1 << STRIDE_SHIFT) {
            if (isLive(former, cell)) {
                System.arraycopy(former, cell, next, place(next, former[cell]), 1 << STRIDE_SHIFT);
                used++;
            }
        }
        cells = next;
        published = next;
    }

    private int live() {
        final int[] present = cells;
        int live = 0;
        for (int cell = 0; cell < present.length; cell += 1 << STRIDE_SHIFT) {
            if (isLive(present, cell)) {
                live++;
            }
        }
        return live;
    }

    private static boolean isLive(final int[] cells, final int cell) {
        return (cells[cell + DYNAMIC] | cells[cell + FIXED] | cells[cell + LIMIT]) != 0;
    }

    /** Where a link's cell begins, or -1. */
    private static int find(final int[] cells, final int linkId) {
        for (int cell = home(cells, linkId); cells[cell] != 0; cell = next(cells, cell)) {
            if (cells[cell] == linkId) {
                return cell;
            }
        }
        return -1;
    }

    private static int place(final int[] cells, final int linkId) {
        int cell = home(cells, linkId);
        while (cells[cell] != 0) {
            cell = next(cells, cell);
        }
        cells[cell] = linkId;
        return cell;
    }

    private static int home(final int[] cells, final int linkId) {
        final int mixed = linkId * 0x9E37_79B9;
        return ((mixed ^ (mixed >>> 15)) << STRIDE_SHIFT) & (cells.length - 1);
    }

    private static int next(final int[] cells, final int cell) {
        return (cell + (1 << STRIDE_SHIFT)) & (cells.length - 1);
    }
}
