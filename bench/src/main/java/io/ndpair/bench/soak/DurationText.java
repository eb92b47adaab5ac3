package io.ndpair.bench.soak;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
final class DurationText {
    private static final Pattern PATTERN = Pattern.compile("(\\d{1,7})([smh])");

    private DurationText() {}

    /** Nanoseconds of 90s, 10m or 1h; -1 if it is nothing of that kind. */
    static long parseNs(String text) {
        final Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return -1;
        }
        final long number = Long.parseLong(matcher.group(1));
        switch (matcher.group(2)) {
            case "s":
                return TimeUnit.SECONDS.toNanos(number);
            case "m":
                return TimeUnit.MINUTES.toNanos(number);
            default:
                return TimeUnit.HOURS.toNanos(Math.min(number, 100_000));
        }
    }
}
