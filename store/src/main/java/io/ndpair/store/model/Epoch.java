package io.ndpair.store.model;

/**
 * One mastership: the term, which grows by at least one at every promotion, and the device that holds it. Never used twice.
 *
 * @param term     number of the mastership; 0 only in {@link #NONE}
 * @param deviceId the master, unsigned 32 bits
 */
public record Epoch(long term, int deviceId) implements Comparable<Epoch> {
    /** Before anybody was master. */
    public static final Epoch NONE = new Epoch(0, 0);

    /** A term that any device has come to by counting; a greater one from outside would leave our own counter no room. */
    public static final long MAX_TERM = 1L << 48;

    public Epoch {
        if (term < 0) {
            throw new IllegalArgumentException("term must not be negative: " + term);
        }
    }

    /** Order of age: by term, then by device id as an unsigned number. */
    @Override
    public int compareTo(Epoch other) {
        return compare(term, deviceId, other.term, other.deviceId);
    }

    /** The order of {@link #compareTo} for epochs that stand in a record and are not worth an object. */
    public static int compare(long termA, int deviceIdA, long termB, int deviceIdB) {
        return termA != termB ? Long.compare(termA, termB) : Integer.compareUnsigned(deviceIdA, deviceIdB);
    }

    @Override
    public String toString() {
        return term + "@" + Integer.toUnsignedString(deviceId);
    }
}
