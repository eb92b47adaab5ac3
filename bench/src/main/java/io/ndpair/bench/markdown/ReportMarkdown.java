package io.ndpair.bench.markdown;

import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportText;
import io.ndpair.bench.figure.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as Markdown: what it ran on, a table of all figures, what is wrong. */
final class ReportMarkdown {
    private ReportMarkdown() {}

    static String of(Report report) {
        final StringBuilder text = new StringBuilder(8192);
        text.append("### ")
                .append(report.benchmark())
                .append("\n\n`")
                .append(report.command())
                .append("`, ");
        text.append(report.startedAt()).append(String.format(Locale.ROOT, ", %.0f s. ", report.tookSeconds()));
        text.append(
                report.goals() == 0
                        ? "No goal was judged.\n"
                        : report.goals() - report.missed() + " of " + report.goals() + " goals met, " + report.missed()
                                + " missed.\n");
        text.append('\n')
                .append(Stream.concat(
                                report.machine().facts().entrySet().stream(), report.settings().entrySet().stream())
                        .map(fact -> fact.getKey() + ": " + fact.getValue())
                        .collect(Collectors.joining("; ")))
                .append("\n\n| figure | unit | median [min .. max] | limits | peers | goal | meanwhile |\n")
                .append("|---|---|---|---|---|---|---|\n");
        for (final Figure figure : report.figures()) {
            text.append(row(figure));
        }
        for (final String wrong : report.wrong()) {
            text.append("\n**WRONG: ").append(wrong).append("**\n");
        }
        return text.append('\n').toString();
    }

    private static String row(Figure figure) {
        return Stream.of(
                        figure.name(),
                        figure.unit(),
                        ReportText.number(figure.spread().median()) + " ["
                                + ReportText.number(figure.spread().min()) + " .. "
                                + ReportText.number(figure.spread().max()) + "]",
                        beside(figure.limits()),
                        beside(figure.peers()),
                        goal(figure),
                        meanwhile(figure))
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String beside(Map<String, Double> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> entry.getKey() + " " + ReportText.number(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String goal(Figure figure) {
        if (figure.goal() == null) {
            return "";
        }
        return (figure.isMissed() ? "**missed by " + Verdict.missedBy(figure) + "**: " : "met: ")
                + Verdict.judgement(figure);
    }

    private static String meanwhile(Figure figure) {
        return figure.disturbance() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "steal %.0f %%, others %.0f %%, jitter p99 %.0f us",
                        figure.disturbance().stealPercent(),
                        figure.disturbance().othersPercent(),
                        figure.disturbance().jitterP99Us());
    }
}
