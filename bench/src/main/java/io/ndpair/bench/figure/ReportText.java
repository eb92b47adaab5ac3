package io.ndpair.bench.figure;

import io.ndpair.bench.environment.Disturbance;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report for the terminal: a line a figure, and under it what it stands beside. */
public final class ReportText {
    private static final int NAME_WIDTH = 52;
    private static final double NOISY_PERCENT = 5;

    private ReportText() {}

    /** The text, ended by a line feed. */
    public static String of(Report report) {
        final StringBuilder text = new StringBuilder(8192);
        line(text, "%nbench %s, %.0f s", report.benchmark(), report.tookSeconds());
        lines(text, report.machine().facts());
        lines(text, report.settings());
        line(text, "%nmedian [min .. max] of the runs; then limits and peers, measured in the same run%n");
        for (final Figure figure : report.figures()) {
            append(text, figure);
        }
        line(text, "");
        verdicts(text, report);
        return text.toString();
    }

    private static void verdicts(StringBuilder text, Report report) {
        if (report.goals() == 0) {
            line(text, "no goal was judged");
        } else {
            line(
                    text,
                    "%d of %d goals met, %d MISSED",
                    report.goals() - report.missed(),
                    report.goals(),
                    report.missed());
        }
        for (final Figure figure : report.figures()) {
            if (figure.isMissed()) {
                line(
                        text,
                        "  MISSED by %s  %s: %s",
                        Verdict.missedBy(figure),
                        figure.name(),
                        Verdict.judgement(figure));
            }
        }
        for (final String wrong : report.wrong()) {
            line(text, "  WRONG  %s", wrong);
        }
    }

    private static void append(StringBuilder text, Figure figure) {
        final Spread spread = figure.spread();
        line(
                text,
                "%-" + NAME_WIDTH + "s %9s %-8s [%s .. %s]  %s",
                figure.name(),
                number(spread.median()),
                figure.unit(),
                number(spread.min()),
                number(spread.max()),
                figure.goal() == null
                        ? ""
                        : (figure.isMissed() ? "MISSED by " + Verdict.missedBy(figure) : "met") + ": "
                                + Verdict.judgement(figure));
        beside(text, "limit", figure.limits());
        beside(text, "peers", figure.peers());
        noise(text, figure.disturbance());
    }

    private static void beside(StringBuilder text, String what, Map<String, Double> numbers) {
        if (!numbers.isEmpty()) {
            line(
                    text,
                    "    %s: %s",
                    what,
                    numbers.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Only said where it could have changed the figure; JSON always has it. */
    private static void noise(StringBuilder text, Disturbance disturbance) {
        if (disturbance != null
                && (disturbance.stealPercent() > NOISY_PERCENT || disturbance.othersPercent() > NOISY_PERCENT)) {
            line(
                    text,
                    "    DISTURBED: steal %.0f %%, other processes %.0f %%, jitter p99 %.0f us, max %.0f us",
                    disturbance.stealPercent(),
                    disturbance.othersPercent(),
                    disturbance.jitterP99Us(),
                    disturbance.jitterMaxUs());
        }
    }

    /** Three significant digits or so, thousands set off. */
    public static String number(double value) {
        final double size = Math.abs(value);
        if (size >= 1e9) {
            return String.format(Locale.ROOT, "%.2fG", value / 1e9);
        }
        if (size >= 1e6) {
            return String.format(Locale.ROOT, "%.2fM", value / 1e6);
        }
        if (size >= 1e4) {
            return String.format(Locale.ROOT, "%.1fk", value / 1e3);
        }
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f", value);
    }

    private static void lines(StringBuilder text, Map<String, String> facts) {
        facts.forEach((name, value) -> line(text, "  %-16s %s", name, value));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
