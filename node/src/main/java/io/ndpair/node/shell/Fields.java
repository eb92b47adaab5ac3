package io.ndpair.node.shell;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes displays of the form {@code label : value}, with the values in one column. */
final class Fields {
    static final String NOTHING = "--";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final StringBuilder out;
    private final ZoneId zone;
    private final int indent;
    private final int width;

    Fields(StringBuilder out, ZoneId zone, int indent, int width) {
        this.out = out;
        this.zone = zone;
        this.indent = indent;
        this.width = width;
    }

    Fields field(String label, String value) {
        label(label).append(value.isEmpty() ? NOTHING : value).append('\n');
        return this;
    }

    Fields field(String label, long value) {
        return field(label, Long.toString(value));
    }

    Fields time(String label, Optional<Instant> value) {
        value.ifPresent(instant -> field(label, time(instant)));
        return this;
    }

    /** The first value beside the label, the others under it. */
    Fields lines(String label, List<String> values) {
        field(label, values.isEmpty() ? NOTHING : values.get(0));
        for (int i = 1; i < values.size(); i++) {
            out.append(" ".repeat(indent + width + 2)).append(values.get(i)).append('\n');
        }
        return this;
    }

    /** Counts by cause in one line; nothing at all when there are none. */
    Fields counts(String label, Map<String, Long> counts) {
        final String text = counts.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? this : field(label, text);
    }

    String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    private StringBuilder label(String label) {
        return out.append(" ".repeat(indent))
                .append(label)
                .append(" ".repeat(Math.max(0, width - label.length())))
                .append(": ");
    }
}
