package io.ndpair.node.shell;

import java.time.Instant;
import java.time.ZoneId;

/** {@code display nd history as-of}: the neighbors that there were at a past moment. */
final class PastDisplay implements LongDisplay {
    private final PastCursor cursor;
    private final Instant time;
    private final ZoneId zone;
    private long entries;
    private boolean begun;

    PastDisplay(PastCursor cursor, Instant time, ZoneId zone) {
        this.cursor = cursor;
        this.time = time;
        this.zone = zone;
    }

    @Override
    public boolean pour(StringBuilder out, int maxChars) {
        final int end = out.length() + maxChars;
        if (!begun) {
            begun = true;
            out.append("Neighbors as of ")
                    .append(HistoryDisplay.TIME.format(time.atZone(zone)))
                    .append("; the time is the master's wall clock\n");
            NeighborDisplay.briefHead(out);
        }
        final PastCursor.Reader reader = new PastCursor.Reader() {
            @Override
            public void table(PastStatus table) {
                write(out, table);
            }

            @Override
            public void entry(NeighborStatus entry) {
                entries++;
                NeighborDisplay.row(out, entry);
            }
        };
        int before;
        do {
            before = out.length();
            if (!cursor.poll(reader)) {
                out.append(NeighborDisplay.RULE)
                        .append("Total: ")
                        .append(entries)
                        .append('\n');
                return false;
            }
            // A step that found nothing has waited; the other operators are next.
        } while (out.length() < end && out.length() > before);
        return true;
    }

    private void write(StringBuilder out, PastStatus table) {
        if (!table.refusal().isEmpty()) {
            out.append(table.profile()).append(": -- ").append(table.refusal()).append('\n');
            return;
        }
        out.append(table.profile())
                .append(": ")
                .append(table.neighbors())
                .append(" entries; last change ")
                .append(HistoryDisplay.TIME.format(table.time().atZone(zone)))
                .append(", epoch ")
                .append(table.epoch())
                .append(", sequence ")
                .append(table.sequence())
                .append('\n');
        if (table.ambiguous()) {
            out.append(table.profile())
                    .append(
                            ": -- the master's clock was set back and showed this time twice; this is the second time\n");
        }
    }

    @Override
    public void close() {
        cursor.close();
    }
}
