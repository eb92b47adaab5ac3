package io.ndpair.node.cli.demo;

import java.util.Arrays;

/**
 * What the users of the demo do, as a stream of mutations that depends on nothing but its seed: whoever replays it up to an index
 * knows the table as of that index. First every user appears once, then they move (another MAC), are refreshed, leave, and come back
 * with a new address. One user in {@link #STABLE_EVERY} never changes after it appeared: its entry may never be missed.
 *
 * <p>Not thread safe; one replay per object.
 */
final class Workload {
    static final int STABLE_EVERY = 16;
    static final int ADD = 1;
    static final int REFRESH = 2;
    static final int MOVE = 3;
    static final int REMOVE = 4;

    private static final long PREFIX_HIGH = 0x2001_0db8_0000_0000L;
    private static final int GENERATION_BITS = 24;
    private static final long ODD = 0x9E37_79B9_7F4A_7C15L;
    private static final long ODD_INVERSE = inverse(ODD);

    private final long seed;
    private final int[] generations;
    private final int[] macVersions;
    private final boolean[] present;
    private long index;

    private int user;
    private int operation;

    Workload(long seed, int users) {
        this.seed = seed;
        this.generations = new int[users];
        this.macVersions = new int[users];
        this.present = new boolean[users];
    }

    private Workload(Workload other) {
        seed = other.seed;
        generations = Arrays.copyOf(other.generations, other.generations.length);
        macVersions = Arrays.copyOf(other.macVersions, other.macVersions.length);
        present = Arrays.copyOf(other.present, other.present.length);
        index = other.index;
    }

    Workload copy() {
        return new Workload(this);
    }

    /** Takes the next mutation of the stream; what it is, the accessors tell. */
    void next() {
        final int users = generations.length;
        if (index < users) {
            user = (int) index;
            operation = ADD;
            present[user] = true;
        } else {
            churn(mix(seed ^ mix(index)), users);
        }
        index++;
    }

    private void churn(long random, int users) {
        user = (int) Long.remainderUnsigned(random, users);
        if (user % STABLE_EVERY == 0) {
            user = user + 1 < users ? user + 1 : users - 1;
        }
        if (isStable(user)) {
            operation = REFRESH;
            return;
        }
        final int dice = (int) (random >>> 56) & 0xff;
        if (!present[user]) {
            operation = ADD;
            generations[user]++;
            present[user] = true;
        } else if (dice < 128) {
            operation = REFRESH;
        } else if (dice < 208) {
            operation = MOVE;
            macVersions[user]++;
        } else {
            operation = REMOVE;
            present[user] = false;
        }
    }

    static boolean isStable(int user) {
        return user % STABLE_EVERY == 0;
    }

    long index() {
        return index;
    }

    int users() {
        return generations.length;
    }

    int user() {
        return user;
    }

    int operation() {
        return operation;
    }

    boolean present(int ofUser) {
        return present[ofUser];
    }

    long addressHigh(int ofUser) {
        return high(ofUser);
    }

    long addressLow(int ofUser) {
        return low(ofUser, generations[ofUser]);
    }

    long mac(int ofUser) {
        return mac(ofUser, macVersions[ofUser]);
    }

    /** The state of one user, to be compared with what a table holds: 0 when it is absent. */
    long fingerprint(int ofUser) {
        return present[ofUser] ? fingerprint(addressLow(ofUser), mac(ofUser)) : 0;
    }

    static long fingerprint(long addressLow, long mac) {
        return mix(addressLow ^ mix(mac)) | 1;
    }

    static long high(int user) {
        return PREFIX_HIGH | (user >>> 16);
    }

    /** An interface id without visible order, as privacy addresses have; {@link #userOf} reads the user back from it. */
    static long low(int user, int generation) {
        final long plain = (((long) user << GENERATION_BITS) | (generation & ((1 << GENERATION_BITS) - 1))) + 1;
        final long scattered = plain * ODD;
        return scattered ^ (scattered >>> 32);
    }

    /**
     * The user whom an address belongs to.
     *
     * @return its number, or -1 when no user of this workload can have the address.
     */
    static int userOf(long addressHigh, long addressLow, int users) {
        final long plain = (addressLow ^ (addressLow >>> 32)) * ODD_INVERSE - 1;
        final long user = plain >>> GENERATION_BITS;
        return user < users && addressHigh == high((int) user) ? (int) user : -1;
    }

    static long mac(int user, int version) {
        return 0x0200_0000_0000L | (mix(((long) user << 32) | version) & 0xff_ffff_ffffL);
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    private static long inverse(long odd) {
        long inverse = odd;
        for (int i = 0; i < 6; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
