package io.ndpair.node.linux;

import java.util.Arrays;

/**
 * What the peer wants in the kernel, and how far each entry has come. Decides what needs doing by queueing entries; knows nothing of
 * sockets. One thread.
 *
 * <pre>
 * state       meaning                                        in the queue
 * INSTALL     to be installed, or looked at again            yes
 * HELD        installed by us, externally learned            no
 * YIELDED     the kernel's own entry stands instead          no, looked at every recheck
 * WAITING     its interface is down or not there             no, until the link comes up
 * REMOVE      to be taken out                                yes
 * HAND_OVER   to be given to the kernel's own discovery      yes
 * KEPT        should be handed over, but there is no room    no, every recheck
 * REFUSED     the kernel refused it                          no, every recheck
 * </pre>
 */
final class SinkEntries {
    static final int INSTALL = 1;
    static final int HELD = 2;
    static final int YIELDED = 3;
    static final int WAITING = 4;
    static final int REMOVE = 5;
    static final int HAND_OVER = 6;
    static final int KEPT = 7;
    static final int REFUSED = 8;

    private static final int STATES = 9;
    private static final int STATE_MASK = 0xF;
    private static final int ROUTER = 0x100;
    private static final int NEVER_MARKED = 0;

    private static final int JOB_RECHECK = 1;
    private static final int JOB_UNMARKED = 2;
    private static final int JOB_HAND_OVER = 4;
    private static final int JOB_TAKE_BACK = 8;
    private static final int JOB_LINKS = 16;
    private static final int JOB_UNSEEN = 32;

    private final KnownNeighbors known;
    private final int[] counts = new int[STATES];
    private final boolean[] changedLinks;
    private int mark = 1;
    private int scan;
    private boolean handing;
    private int jobs;
    private int sweepSlot;

    SinkEntries(final int maxNeighbors, final long hashKey, final int links) {
        known = new KnownNeighbors(maxNeighbors, hashKey);
        changedLinks = new boolean[links];
    }

    /** False = the maximum is reached. */
    boolean want(final long high, final long low, final int link, final long mac, final boolean router) {
        int slot = known.find(high, low, link);
        if (slot == KnownNeighbors.NONE) {
            slot = known.add(high, low, link);
            if (slot == KnownNeighbors.NONE) {
                return false;
            }
            counts[0]++;
        }
        known.mark(slot, mark);
        final int state = state(slot);
        final boolean same = known.mac(slot) == mac && router(slot) == router;
        if (!same || state == 0 || state == REMOVE) {
            known.mac(slot, mac);
            known.info(slot, state | (router ? ROUTER : 0));
            queue(slot, INSTALL);
        }
        return true;
    }

    void unwant(final long high, final long low, final int link) {
        final int slot = known.find(high, low, link);
        if (slot != KnownNeighbors.NONE) {
            queue(slot, REMOVE);
        }
    }

    /** The kernel's table is about to be read. */
    void beginScan() {
        scan++;
    }

    /** The kernel's table has been read: what should have been seen is installed again. */
    void endScan() {
        job(JOB_UNSEEN);
    }

    /** An entry of ours that the kernel has; one that is not known here is a leftover. False = the maximum is reached. */
    boolean adopt(
            final long high, final long low, final int link, final long mac, final boolean router, final boolean good) {
        int slot = known.find(high, low, link);
        if (slot != KnownNeighbors.NONE) {
            if (good && known.mac(slot) == mac) {
                known.age(slot, scan);
            }
            return true;
        }
        slot = known.add(high, low, link);
        if (slot == KnownNeighbors.NONE) {
            return false;
        }
        counts[0]++;
        known.mac(slot, mac);
        known.info(slot, router ? ROUTER : 0);
        known.mark(slot, NEVER_MARKED);
        known.age(slot, scan);
        installed(slot);
        return true;
    }

    /** From now on what is wanted is marked anew. */
    void beginMarking() {
        jobs &= ~JOB_UNMARKED;
        mark++;
    }

    /** What was not wanted since {@link #beginMarking} is to be taken out. */
    void sweepUnmarked() {
        job(JOB_UNMARKED);
    }

    /** Whether everything, also what is wanted later, is to be handed over. */
    void handing(final boolean isHanding) {
        if (handing != isHanding) {
            handing = isHanding;
            jobs &= ~(JOB_HAND_OVER | JOB_TAKE_BACK);
            job(isHanding ? JOB_HAND_OVER : JOB_TAKE_BACK);
        }
    }

    boolean handing() {
        return handing;
    }

    void linkChanged(final int link) {
        changedLinks[link] = true;
        job(JOB_LINKS);
    }

    void recheck() {
        if (counts[YIELDED] + counts[KEPT] + counts[REFUSED] > 0) {
            job(JOB_RECHECK);
        }
    }

    /** A job that comes while another sweep is under way starts the sweep anew for both: doing one twice changes nothing. */
    private void job(final int job) {
        jobs |= job;
        sweepSlot = 0;
    }

    /** Looks through so many slots for what the jobs concern. */
    int sweep(final LinkBindings links, final int maxSlots) {
        if (jobs == 0) {
            return 0;
        }
        final int end = Math.min(known.slotLimit(), sweepSlot + maxSlots);
        while (sweepSlot < end) {
            if (known.used(sweepSlot)) {
                visit(sweepSlot, links);
            }
            sweepSlot++;
        }
        if (end == known.slotLimit()) {
            jobs = 0;
            Arrays.fill(changedLinks, false);
        }
        return 1;
    }

    private void visit(final int slot, final LinkBindings links) {
        if ((jobs & JOB_LINKS) != 0 && changedLinks[known.link(slot)] && state(slot) != REMOVE) {
            if (links.up(known.link(slot))) {
                queue(slot, INSTALL);
            } else {
                state(slot, WAITING);
            }
        }
        if ((jobs & JOB_UNMARKED) != 0 && known.mark(slot) != mark) {
            queue(slot, REMOVE);
        }
        if ((jobs & JOB_HAND_OVER) != 0) {
            switch (state(slot)) {
                case HELD -> queue(slot, HAND_OVER);
                // The kernel has its own: what the peer knew is of no use any more.
                case YIELDED -> queue(slot, REMOVE);
                default -> {
                    // INSTALL and WAITING are handed over once they are installed.
                }
            }
        }
        if ((jobs & JOB_TAKE_BACK) != 0 && (state(slot) == HAND_OVER || state(slot) == KEPT)) {
            queue(slot, INSTALL);
        }
        if ((jobs & JOB_UNSEEN) != 0 && state(slot) == HELD && known.age(slot) != scan) {
            queue(slot, INSTALL);
        }
        if ((jobs & JOB_RECHECK) != 0) {
            switch (state(slot)) {
                case YIELDED, REFUSED -> queue(slot, INSTALL);
                case KEPT -> queue(slot, HAND_OVER);
                default -> {
                    // Nothing to look at again.
                }
            }
        }
    }

    private void queue(final int slot, final int state) {
        state(slot, state);
        known.enqueue(slot);
    }

    /** The next entry to work on, or NONE. */
    int poll() {
        return known.peek() == KnownNeighbors.NONE ? KnownNeighbors.NONE : known.poll();
    }

    /** Has to be tried again. */
    void again(final int slot) {
        known.enqueue(slot);
    }

    void installed(final int slot) {
        if (handing) {
            queue(slot, HAND_OVER);
        } else {
            known.age(slot, scan);
            state(slot, HELD);
        }
    }

    /** Done with: taken out, or handed over. */
    void free(final int slot) {
        counts[state(slot)]--;
        known.free(slot);
    }

    int state(final int slot) {
        return known.info(slot) & STATE_MASK;
    }

    void state(final int slot, final int state) {
        counts[state(slot)]--;
        counts[state]++;
        known.info(slot, (known.info(slot) & ~STATE_MASK) | state);
    }

    boolean router(final int slot) {
        return (known.info(slot) & ROUTER) != 0;
    }

    long high(final int slot) {
        return known.high(slot);
    }

    long low(final int slot) {
        return known.low(slot);
    }

    int link(final int slot) {
        return known.link(slot);
    }

    long mac(final int slot) {
        return known.mac(slot);
    }

    int queued() {
        return known.queued();
    }

    boolean settled() {
        return known.queued() == 0 && jobs == 0;
    }

    int installed() {
        return counts[HELD] + counts[HAND_OVER] + counts[KEPT];
    }

    int waiting() {
        return counts[WAITING];
    }

    int yielded() {
        return counts[YIELDED];
    }

    int keptExternal() {
        return counts[KEPT];
    }
}
