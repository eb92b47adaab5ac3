package io.ndpair.node.cli.demo;

import java.util.Locale;

/**
 * What the demo found.
 *
 * @param neighbors entries that were learned first.
 * @param mutations offered in all.
 * @param acked of them, from the first on, the old master had been told to be on the peer.
 * @param lostAcked users that the new master does not know as of the last acked mutation, or entries that it should not have.
 * @param digestsEqual whether every digest that the backup compared was that of the master, and the survivor's entries have the digest that
 *     its table says.
 * @param batchBackupEntriesPerSecond rate of the batch backup.
 * @param latency from the time at which a mutation was meant to happen to the peer's ack of it.
 * @param switchoverMillis from SIGKILL of the master to the backup serving as master.
 * @param switchoverLookupMisses lookups of live, unchanged neighbors on the backup that found nothing, from before the kill until after.
 */
record DemoReport(
        long neighbors,
        long mutations,
        long acked,
        long lostAcked,
        boolean digestsEqual,
        long batchBackupEntriesPerSecond,
        Latency latency,
        double switchoverMillis,
        long switchoverLookupMisses) {

    /** Percentiles in microseconds. */
    record Latency(long p50, long p99, long p999, long max, long count) {}

    boolean isGood() {
        return lostAcked == 0 && digestsEqual;
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"neighbors\": %d, \"mutations\": %d, \"acked\": %d, \"lostAcked\": %d, \"digestsEqual\": %b,"
                        + " \"batchBackupEntriesPerSecond\": %d, \"replicationLatencyMicros\": {\"p50\": %d, \"p99\": %d,"
                        + " \"p999\": %d, \"max\": %d}, \"switchoverMillis\": %.1f, \"switchoverLookupMisses\": %d}%n",
                neighbors,
                mutations,
                acked,
                lostAcked,
                digestsEqual,
                batchBackupEntriesPerSecond,
                latency.p50(),
                latency.p99(),
                latency.p999(),
                latency.max(),
                switchoverMillis,
                switchoverLookupMisses);
    }

    String table() {
        return String.format(
                Locale.ROOT,
                "  neighbors                 %,14d%n"
                        + "  mutations offered         %,14d%n"
                        + "  acked by the peer         %,14d%n"
                        + "  acked and lost            %,14d%n"
                        + "  digests equal             %14s%n"
                        + "  batch backup              %,14d entries/s%n"
                        + "  mutation to ack p50       %,14d us%n"
                        + "                  p99       %,14d us%n"
                        + "                  p99.9     %,14d us%n"
                        + "                  max       %,14d us%n"
                        + "  switchover                %,14.1f ms  (100 ms advertisements: 3 x 100 + skew at most)%n"
                        + "  lookups missed meanwhile  %,14d%n",
                neighbors,
                mutations,
                acked,
                lostAcked,
                digestsEqual ? "yes" : "NO",
                batchBackupEntriesPerSecond,
                latency.p50(),
                latency.p99(),
                latency.p999(),
                latency.max(),
                switchoverMillis,
                switchoverLookupMisses);
    }
}
