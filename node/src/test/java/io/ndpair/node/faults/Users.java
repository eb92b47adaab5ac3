package io.ndpair.node.faults;

/**
 * The mutations of the driver, each known by its index alone: which user, and a MAC that holds the index. So a table tells of every user
 * which mutation it stands at.
 */
final class Users {
    private static final long PREFIX_HIGH = 0x2001_0db8_00fa_0000L;
    private static final long MAC_PREFIX = 0x0200_0000_0000L;
    private static final long INDEX_MASK = (1L << 40) - 1;

    private Users() {}

    /** First every user once, then whoever it is. */
    static int user(long index, int users) {
        return (int) (index < users ? index : Long.remainderUnsigned(mix(index), users));
    }

    static long addressHigh() {
        return PREFIX_HIGH;
    }

    static long addressLow(int user) {
        return user + 1L;
    }

    static int userOf(long addressHigh, long addressLow) {
        return addressHigh == PREFIX_HIGH && addressLow > 0 && addressLow <= Integer.MAX_VALUE
                ? (int) addressLow - 1
                : -1;
    }

    static long mac(long index) {
        return MAC_PREFIX | index;
    }

    static long indexOf(long mac) {
        return mac & INDEX_MASK;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
