package io.ndpair.bench.soak;

import io.ndpair.store.table.NeighborState;
import org.agrona.collections.LongHashSet;

/**
 * The account outside of both devices: of every address which change was acked last and which was offered last, and all changes in between.
 * Changes are numbered from 1. 26 bytes a user; a user has two addresses at most, an even and an odd one, and takes a new one only where the
 * removal of the one before last was acked. Not safe for threads: whoever shares it holds its monitor.
 */
final class Ledger {
    /** Most changes that are not acked; no more are offered then. */
    static final int CAPACITY = 1 << 20;

    private static final int MASK = CAPACITY - 1;
    private static final byte ACKED_PRESENT = 1;
    private static final byte OFFERED_PRESENT = 2;
    private static final byte REMOVAL_PENDING = 4;
    private static final byte SEEN = 8;
    private static final int MOST_TOLD = 100_000;

    private final int users;
    private final int[] addresses;
    private final int[] ackedAt;
    private final int[] offeredAt;
    private final byte[] flags;
    private final byte[] kinds = new byte[CAPACITY];
    private final int[] loggedUsers = new int[CAPACITY];
    private final int[] loggedAddresses = new int[CAPACITY];
    private final long[] dues = new long[CAPACITY];
    private final Change change = new Change();
    private long offered;
    private long acked;
    private long applied;
    private boolean isComparing;
    private final LongHashSet told = new LongHashSet(-1);
    private Finding finding = new Finding();

    /** What a comparison with a table has found. */
    static final class Finding {
        long entries;
        long strangers;
        long missing;
        long older;
        long returned;
        long doubted;
        long wrong;
        String example = "";

        /** Acked, and not there, or not in that version. */
        long lost() {
            return missing + older;
        }

        /** There, and not as anybody has ever offered it, or although its removal was acked. */
        long wrong() {
            return wrong + returned;
        }
    }

    Ledger(int users) {
        this.users = users;
        addresses = new int[2 * users];
        ackedAt = new int[2 * users];
        offeredAt = new int[2 * users];
        flags = new byte[2 * users];
    }

    int users() {
        return users;
    }

    /** Number of the last change that was offered. */
    long offered() {
        return offered;
    }

    /** All changes up to this number are acked. */
    long acked() {
        return acked;
    }

    boolean hasRoom() {
        return offered - applied < CAPACITY && offered < Integer.MAX_VALUE;
    }

    private static int slot(int user, int address) {
        return 2 * user + (address & 1);
    }

    /** The newest address of a user, whether it is in use or not. */
    int address(int user) {
        return Math.max(addresses[2 * user], addresses[2 * user + 1]);
    }

    /** Whether an address is in use, as of the last change that was offered. */
    boolean isPresent(int user, int address) {
        final int slot = slot(user, address);
        return address > 0 && addresses[slot] == address && (flags[slot] & OFFERED_PRESENT) != 0;
    }

    /** Whether a user can take its next address: nothing is in the way of it any more. */
    boolean mayTakeNext(int user) {
        final int slot = slot(user, address(user) + 1);
        return flags[slot] == 0 && offeredAt[slot] == ackedAt[slot];
    }

    /** A user whose newest address is in use, nothing of it being on its way. */
    int someSettledUser() {
        for (int user = 0; user < users; user++) {
            final int slot = slot(user, address(user));
            if (flags[slot] == (ACKED_PRESENT | OFFERED_PRESENT) && ackedAt[slot] == offeredAt[slot]) {
                return user;
            }
        }
        throw new IllegalStateException("no user has an address that is acked");
    }

    /** Notes a change as offered, with the number {@link #offered()} from then on. */
    void offer(Change next) {
        final int number = (int) ++offered;
        final int at = number & MASK;
        kinds[at] = (byte) next.kind;
        loggedUsers[at] = next.user;
        loggedAddresses[at] = next.address;
        dues[at] = next.dueNs;
        final int slot = slot(next.user, next.address);
        if (next.kind == Change.LEARN) {
            if (addresses[slot] != next.address) {
                addresses[slot] = next.address;
                ackedAt[slot] = 0;
            }
            offeredAt[slot] = number;
            flags[slot] |= OFFERED_PRESENT;
        } else if (next.kind == Change.REMOVE) {
            offeredAt[slot] = number;
            flags[slot] = (byte) ((flags[slot] & ~OFFERED_PRESENT) | REMOVAL_PENDING);
        }
    }

    /** A change that is not acked yet. */
    Change read(long number, Change into) {
        final int at = (int) number & MASK;
        into.set(kinds[at], loggedUsers[at], loggedAddresses[at]);
        into.dueNs = dues[at];
        return into;
    }

    /** All changes up to this number are acked. */
    void ack(long number) {
        acked = number;
        if (!isComparing) {
            apply();
        }
    }

    private void apply() {
        while (applied < acked) {
            read(++applied, change);
            final int slot = slot(change.user, change.address);
            if (change.kind == Change.LEARN) {
                ackedAt[slot] = (int) applied;
                flags[slot] |= ACKED_PRESENT;
            } else if (change.kind == Change.REMOVE) {
                ackedAt[slot] = (int) applied;
                flags[slot] &= ~(ACKED_PRESENT | REMOVAL_PENDING);
            }
        }
    }

    /**
     * Begins to compare with a table that is read from now on. What is acked meanwhile is not asked of it; what is offered meanwhile may be
     * in it or not.
     */
    void beginComparison() {
        finding = new Finding();
        isComparing = true;
    }

    /**
     * An entry of the table.
     *
     * @param mayDoubt whether there were two masters: what a merge has brought back is right if it is STALE, so that the neighbor is asked
     */
    void see(long high, long low, long mac, int state, boolean mayDoubt) {
        finding.entries++;
        final long key = Change.keyOf(high, low, users);
        if (key < 0) {
            finding.strangers++;
            return;
        }
        final int user = Change.userOf(key);
        final int address = Change.addressOf(key);
        final int slot = slot(user, address);
        final long number = Change.numberOf(user, address, mac);
        final boolean isDoubted = mayDoubt && state == NeighborState.STALE;
        if (number < 0 || address > addresses[slot] || (address == addresses[slot] && number > offeredAt[slot])) {
            finding.wrong += found("wrong", user, address, number);
        } else if (address < addresses[slot]
                || (flags[slot] & (ACKED_PRESENT | OFFERED_PRESENT | REMOVAL_PENDING)) == 0) {
            finding.doubted += isDoubted ? 1 : 0;
            finding.returned += isDoubted ? 0 : found("returned", user, address, number);
        } else if ((flags[slot] & SEEN) != 0) {
            finding.wrong += found("twice", user, address, number);
        } else {
            flags[slot] |= SEEN;
            if (number < ackedAt[slot]) {
                finding.doubted += isDoubted ? 1 : 0;
                finding.older += isDoubted ? 0 : found("older", user, address, number);
            }
        }
    }

    /** Looks for what is acked and was not seen, of users from the first to before the last. */
    void seekMissing(int first, int last) {
        for (int slot = 2 * first; slot < 2 * last; slot++) {
            if ((flags[slot] & (ACKED_PRESENT | SEEN | REMOVAL_PENDING)) == ACKED_PRESENT) {
                finding.missing += found("missing", slot / 2, addresses[slot], 0);
            }
            flags[slot] &= ~SEEN;
        }
    }

    /** Each address counts once, however often it is found. */
    private int found(String what, int user, int address, long number) {
        if (told.size() >= MOST_TOLD || !told.add(((long) user << Integer.SIZE) | address)) {
            return told.size() >= MOST_TOLD ? 1 : 0;
        }
        if (finding.example.isEmpty()) {
            final int slot = slot(user, address);
            finding.example = what + ": address " + address + " of user " + user + " stands at change " + number
                    + ", acked " + ackedAt[slot] + ", offered " + offeredAt[slot] + ", its newest address is "
                    + addresses[slot];
        }
        return 1;
    }

    /** Ends the comparison; every user must have been sought. */
    Finding endComparison() {
        isComparing = false;
        apply();
        return finding;
    }

    /** Gives the comparison up. */
    void abandonComparison() {
        for (int slot = 0; slot < flags.length; slot++) {
            flags[slot] &= ~SEEN;
        }
        isComparing = false;
        apply();
    }
}
