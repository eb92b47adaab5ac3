package io.ndpair.node.device;

/**
 * Whether a journal counts as failed for the election. A gap alone is no failure: every batch backup leaves one until the
 * next checkpoint. It is one when the file system is short of space, when something could not be written since the journal
 * was last whole, or when the gap has stood for half a minute. One thread.
 */
final class JournalHealth {
    static final long MAX_GAP_NS = 30_000_000_000L;

    private long errorsWhenWhole;
    private boolean isGapOpen;
    private long gapSinceNs;

    /**
     * @param gapOpen whether the journal has a gap
     * @param diskShort whether it has stopped for lack of space
     * @param errors what could not be written so far
     */
    boolean works(boolean gapOpen, boolean diskShort, long errors, long nowNs) {
        if (!gapOpen) {
            errorsWhenWhole = errors;
        } else if (!isGapOpen) {
            gapSinceNs = nowNs;
        }
        isGapOpen = gapOpen;
        final boolean overdue = gapOpen && nowNs - gapSinceNs >= MAX_GAP_NS;
        return !diskShort && errors == errorsWhenWhole && !overdue;
    }
}
