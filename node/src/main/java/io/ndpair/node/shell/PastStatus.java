package io.ndpair.node.shell;

import java.time.Instant;

/**
 * The table of one profile as of a past moment, or why there is none.
 *
 * @param profile remote backup profile
 * @param refusal why the table cannot be told; empty if it can, else the rest says nothing
 * @param time wall clock of the last change that is in it
 * @param epoch term and device of the mastership
 * @param sequence of that change
 * @param neighbors number of entries in it, wanted or not
 * @param ambiguous whether the master's clock had shown the time asked for before, because it was set back
 */
public record PastStatus(
        String profile, String refusal, Instant time, String epoch, long sequence, int neighbors, boolean ambiguous) {
    /** Of a table that cannot be told. */
    public static PastStatus refused(String profile, String why) {
        return new PastStatus(profile, why, Instant.EPOCH, "", 0, 0, false);
    }
}
