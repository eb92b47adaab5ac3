package io.ndpair.node.shell;

import io.ndpair.node.config.Ipv6Address;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code display nd history}: who held an address when, newest first. */
final class HistoryDisplay implements LongDisplay {
    private static final String RULE = "-".repeat(98) + "\n";
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final int POLLS_MOST = 4;

    private final ChangeCursor cursor;
    private final Ipv6Address address;
    private final ZoneId zone;
    private long changes;
    private boolean begun;
    private boolean atEnd;

    HistoryDisplay(ChangeCursor cursor, Ipv6Address address, ZoneId zone) {
        this.cursor = cursor;
        this.address = address;
        this.zone = zone;
    }

    @Override
    public boolean pour(StringBuilder out, int maxChars) {
        final int end = out.length() + maxChars;
        if (!begun) {
            begun = true;
            head(out);
        }
        final Consumer<ChangeStatus> writer = change -> write(out, change);
        for (int polls = 0; polls < POLLS_MOST && out.length() < end && !atEnd; polls++) {
            atEnd = !cursor.poll(writer);
        }
        if (atEnd) {
            out.append(RULE).append("Total: ").append(changes).append(" changes\n");
        }
        return !atEnd;
    }

    @Override
    public void close() {
        cursor.close();
    }

    private void head(StringBuilder out) {
        out.append("History of ")
                .append(address.toDisplayString())
                .append(", newest first; the time is the master's wall clock\n")
                .append(RULE);
        pad(out, "Time", 24);
        pad(out, "Link-layer", 15);
        pad(out, "State", 8);
        pad(out, "Interface", 24);
        pad(out, "Epoch", 14);
        out.append("Sequence\n").append(RULE);
    }

    private void write(StringBuilder out, ChangeStatus change) {
        switch (change.kind()) {
            case PUT, REMOVED -> row(out, change);
            case BEGINNING ->
                out.append(change.profile())
                        .append(": the journal reaches back to ")
                        .append(change.time().map(this::time).orElse(Fields.NOTHING))
                        .append(", sequence ")
                        .append(change.sequence())
                        .append("; ")
                        .append(change.detail())
                        .append('\n');
            case MISSING, ENDED ->
                out.append(change.profile())
                        .append(": -- ")
                        .append(change.time().map(time -> time(time) + ": ").orElse(""))
                        .append(change.detail())
                        .append('\n');
        }
    }

    private void row(StringBuilder out, ChangeStatus change) {
        changes++;
        pad(out, change.time().map(this::time).orElse(Fields.NOTHING), 24);
        pad(out, change.state().isPresent() ? mac(change.mac()) : Fields.NOTHING, 15);
        pad(out, change.state().map(NeighborStatus.State::text).orElse("removed"), 8);
        pad(out, change.interfaceName(), 24);
        pad(out, change.epoch(), 14);
        out.append(change.sequence()).append('\n');
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    private static String mac(long mac) {
        return String.format(Locale.ROOT, "%04x-%04x-%04x", mac >>> 32 & 0xFFFF, mac >>> 16 & 0xFFFF, mac & 0xFFFF);
    }

    private static void pad(StringBuilder out, String text, int width) {
        out.append(text).append(" ".repeat(Math.max(1, width - text.length())));
    }
}
