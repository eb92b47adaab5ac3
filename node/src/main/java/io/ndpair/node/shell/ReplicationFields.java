package io.ndpair.node.shell;

/** The lines on replication that the displays of services and profiles share. */
final class ReplicationFields {
    private ReplicationFields() {}

    static void write(Fields fields, ReplicationView view) {
        final ReplicationView.AssuranceView assurance = view.assurance();
        fields.field("Safe to switch", (assurance.safeToSwitch() ? "yes" : "no") + " (" + assurance.safeReason() + ")");
        fields.field("Sync state", view.reason().isEmpty() ? view.state() : view.state() + " (" + view.reason() + ")");
        if (view.peerDeviceId() != 0) {
            fields.field("Peer device-id", view.peerDeviceId());
        }
        view.batch().ifPresent(batch -> writeBatch(fields, batch));
        fields.field("Entries sent", view.sent())
                .field("Entries received", view.received())
                .field("Acknowledged", "applied " + view.acked() + ", journaled " + view.ackedJournaled())
                .field(
                        "Lag",
                        view.lagEntries() + " entries, " + assurance.lagBytes() + " bytes, " + assurance.lagMs()
                                + " ms")
                .field(
                        "Digest checks",
                        view.digestsEqual() + " equal, " + view.digestsDifferent() + " different" + age(assurance))
                .field("Reconnects", view.reconnects());
        if (view.diskWaitMs() > 0 || view.diskTooSlow() > 0) {
            fields.field(
                    "Journal reads",
                    (view.diskWaitMs() > 0 ? "waiting for the disk for " + view.diskWaitMs() + " ms, " : "")
                            + view.diskTooSlow() + " given up for a batch backup");
        }
        if (assurance.repairs() > 0) {
            fields.field(
                    "Repairs",
                    assurance.repairs() + ", " + assurance.repairRanges() + " ranges, " + assurance.repairBytes()
                            + " bytes");
        }
        fields.counts("Merged", assurance.merged());
        if (!view.differences().isEmpty()) {
            fields.lines("Differences", view.differences());
        }
        fields.counts("Refused", view.refused());
    }

    private static String age(ReplicationView.AssuranceView assurance) {
        return assurance.digestAgeMs() < 0 ? "" : ", alike " + assurance.digestAgeMs() + " ms ago";
    }

    private static void writeBatch(Fields fields, ReplicationView.BatchView batch) {
        final String ranges = batch.rangesTotal() == 0
                ? batch.rangesDone() + " ranges"
                : batch.rangesDone() + " of " + batch.rangesTotal() + " ranges ("
                        + 100 * batch.rangesDone() / batch.rangesTotal() + "%)";
        fields.field("Batch backup", (batch.running() ? "running, " : "over, ") + ranges)
                .field("Batch entries", batch.entries() + " (" + batch.entriesPerSecond() + " per second)");
        if (batch.running()) {
            fields.field(
                    "Batch remaining",
                    batch.remainingMs() < 0 ? "not known yet" : "about " + (batch.remainingMs() + 999) / 1000 + " s");
        }
        fields.time("Batch begin", batch.started())
                .time("Batch end", batch.ended())
                .field("Batch backups", batch.completed());
    }
}
