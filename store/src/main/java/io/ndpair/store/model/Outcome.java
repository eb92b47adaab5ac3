package io.ndpair.store.model;

/**
 * What became of a mutation or an image: named numbers, because they are returned on paths that must not allocate.
 *
 * <p>Positive and zero are in order; everything that was refused is negative, changed nothing, and is counted by cause.
 */
public final class Outcome {
    /** Already older than what the range stands for: skipped by the one rule, which is not an error. */
    public static final int OLDER = 2;

    /** The table changed. */
    public static final int APPLIED = 1;

    /** The table already says so: the identical entry is there, or there is nothing to remove. */
    public static final int UNCHANGED = 0;

    /** A field of the entry is not acceptable; {@link io.ndpair.store.table.EntryCheck} names it. */
    public static final int REFUSED_INVALID = -1;

    /** The limit on neighbors is reached. */
    public static final int REFUSED_FULL = -2;

    /** The segment is full and cannot be split: the limit on depth or on segments is reached. */
    public static final int REFUSED_SEGMENT = -3;

    /** Only the master decides on mutations. */
    public static final int REFUSED_NOT_MASTER = -4;

    /** The bytes of a mutation, or of an entry in an image, are not an entry. */
    public static final int MALFORMED = -5;

    /** An image's depth is out of bounds. */
    public static final int REFUSED_DEPTH = -6;

    /** An image's prefix has bits set below its depth. */
    public static final int REFUSED_PREFIX = -7;

    /** An image holds more entries than its bytes, or than any image may. */
    public static final int REFUSED_LENGTH = -8;

    /** An image holds an entry whose hash lies outside its range: another key, or damage. */
    public static final int REFUSED_RANGE = -9;

    /** An image holds a neighbor twice. */
    public static final int REFUSED_DUPLICATE = -10;

    /** An image says that it stands as of a negative sequence. */
    public static final int REFUSED_AS_OF = -11;

    /** The link's limit on learned neighbors is reached. */
    public static final int REFUSED_LINK_FULL = -12;

    /** The table's budget for unresolved neighbors (INCOMPLETE) is used up. */
    public static final int REFUSED_INCOMPLETE = -13;

    /** The link's part of the budget for unresolved neighbors is used up. */
    public static final int REFUSED_LINK_INCOMPLETE = -14;

    /** No link of that id was ever defined. */
    public static final int REFUSED_UNKNOWN_LINK = -15;

    /** There are neighbors on more links than a table counts. */
    public static final int REFUSED_LINKS = -16;

    private static final String[] REFUSALS = {
        "invalid entry",
        "limit on neighbors",
        "segment full",
        "not master",
        "malformed entry",
        "image depth",
        "image prefix",
        "image length",
        "entry outside the image's range",
        "duplicate in the image",
        "image as-of",
        "limit on the link's neighbors",
        "budget for INCOMPLETE",
        "link's budget for INCOMPLETE",
        "unknown link",
        "too many links"
    };

    private Outcome() {}

    /**
     * The outcome in words, for counters and displays.
     *
     * @param outcome one of the constants
     * @return its name; for a number that is none of them, the number
     */
    public static String nameOf(final int outcome) {
        switch (outcome) {
            case OLDER:
                return "older";
            case APPLIED:
                return "applied";
            case UNCHANGED:
                return "unchanged";
            default:
                return outcome < 0 && outcome >= -REFUSALS.length ? REFUSALS[-outcome - 1] : "outcome " + outcome;
        }
    }
}
