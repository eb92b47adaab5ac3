package io.ndpair.store.model;

/**
 * How long journal files are kept that no start needs any more: for the history, and for a peer that comes back. A file goes,
 * oldest first, when a checkpoint covers it (and the one before, which is kept too), and the peer has what is in it, and the
 * files are too many bytes or the file is too old. While the file system is short of space every file that is covered may go.
 *
 * @param journalBytes bytes of files kept, 1 MiB or more
 * @param unackedBytes bytes beyond which a file goes although the peer has not acked what is in it; at least journalBytes
 * @param ageMs        age of its last record at which a file goes, a second or more
 */
public record Retention(long journalBytes, long unackedBytes, long ageMs) {
    /** 1 GiB, 4 GiB for a peer that is away, and thirty days. */
    public static final Retention DEFAULT = new Retention(1L << 30, 4L << 30, 30L * 24 * 3_600_000);

    private static final long LEAST_BYTES = 1 << 20;
    private static final long LEAST_AGE_MS = 1_000;

    public Retention {
        if (journalBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "journalBytes must be at least " + LEAST_BYTES + " but is " + journalBytes);
        }
        if (unackedBytes < journalBytes) {
            throw new IllegalArgumentException(
                    "unackedBytes must be at least journalBytes, " + journalBytes + ", but is " + unackedBytes);
        }
        if (ageMs < LEAST_AGE_MS) {
            throw new IllegalArgumentException("ageMs must be at least " + LEAST_AGE_MS + " but is " + ageMs);
        }
    }

    /** The same with another bound of bytes, and four times that for a peer that is away. */
    public Retention withBytes(long bytes) {
        return new Retention(bytes, bytes > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : 4 * bytes, ageMs);
    }
}
