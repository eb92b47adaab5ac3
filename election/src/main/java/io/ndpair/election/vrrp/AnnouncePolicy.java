package io.ndpair.election.vrrp;

/**
 * How often a new master announces its addresses. The RFC asks for one unsolicited Neighbor Advertisement per address;
 * vendors send one, or six with enhanced sending. One is easily lost and hosts then keep the old master's MAC, so the
 * default here is ours: three, at 0, 1 and 2 s.
 *
 * @param count      announcements after becoming master, 1..16
 * @param intervalNs time between two of them, 1 ms..60 s
 */
public record AnnouncePolicy(int count, long intervalNs) {
    /** At 0, 1 and 2 s. */
    public static final AnnouncePolicy DEFAULT = new AnnouncePolicy(3, 1_000_000_000L);

    public AnnouncePolicy {
        if (count < 1 || count > 16) {
            throw new IllegalArgumentException("announce count is " + count + ", expected 1..16");
        }
        if (intervalNs < 1_000_000L || intervalNs > 60_000_000_000L) {
            throw new IllegalArgumentException("announce intervalNs is " + intervalNs + ", expected 1 ms..60 s");
        }
    }
}
