package io.ndpair.bench.soak;

/**
 * One thing that a user does with one of its addresses, and how addresses and MACs are made of it. Users have addresses 1, 2, 3, ... as their
 * privacy addresses rotate. A MAC holds the number of the change that brought it, so that a table tells of each entry which change it stands
 * at. Confined to one thread; filled again and again.
 */
final class Change {
    static final int LEARN = 1;
    static final int REMOVE = 2;
    static final int CONFIRM = 3;

    /** Most users: their number is a part of the address. */
    static final int MOST_USERS = 32_000_000;

    private static final long HIGH = 0x2001_0db8_0000_0000L;
    private static final int ADDRESS_BITS = 24;
    private static final long ADDRESS_MASK = (1L << ADDRESS_BITS) - 1;
    private static final long ODD = 0x9E37_79B9_7F4A_7C15L;
    private static final long ODD_INVERSE = inverse(ODD);
    private static final int USERS_PER_PREFIX_BITS = 16;
    private static final long MAC_PREFIX = 0x02L << 40;
    private static final int CODE_SHIFT = 32;
    private static final long CODE_MASK = 0xff;
    private static final long NUMBER_MASK = 0xffff_ffffL;

    int kind;
    int user;
    int address;
    long dueNs;

    Change set(int newKind, int newUser, int newAddress) {
        kind = newKind;
        user = newUser;
        address = newAddress;
        return this;
    }

    static long high(int user) {
        return HIGH | (user >>> USERS_PER_PREFIX_BITS);
    }

    /** An interface id without visible order, as privacy addresses have; {@link #keyOf} reads user and address back from it. */
    static long low(int user, int address) {
        final long scattered = (key(user, address) + 1) * ODD;
        return scattered ^ (scattered >>> 32);
    }

    private static long key(int user, int address) {
        return ((long) user << ADDRESS_BITS) | address;
    }

    /** User and address of an IPv6 address, or -1 if no user of so many can have it. */
    static long keyOf(long high, long low, int users) {
        final long key = (low ^ (low >>> 32)) * ODD_INVERSE - 1;
        final long user = key >>> ADDRESS_BITS;
        return user < users && high == high((int) user) ? key : -1;
    }

    static int userOf(long key) {
        return (int) (key >>> ADDRESS_BITS);
    }

    static int addressOf(long key) {
        return (int) (key & ADDRESS_MASK);
    }

    /** The MAC that a change brings: its number, and a few bits of whose it is, so that a mixed-up entry is seen. */
    static long mac(int user, int address, long number) {
        return MAC_PREFIX | (code(user, address, number) << CODE_SHIFT) | (number & NUMBER_MASK);
    }

    /** The number of the change that brought a MAC, or -1 if none of this address did. */
    static long numberOf(int user, int address, long mac) {
        final long number = mac & NUMBER_MASK;
        return mac == mac(user, address, number) ? number : -1;
    }

    private static long code(int user, int address, long number) {
        return mix(key(user, address) ^ (number << 1)) & CODE_MASK;
    }

    private static long mix(long value) {
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
