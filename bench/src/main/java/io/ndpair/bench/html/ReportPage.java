package io.ndpair.bench.html;

import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportText;
import io.ndpair.bench.figure.Spread;
import io.ndpair.bench.figure.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports as one page that needs nothing but itself: no script, no network, light or dark as the reader's system is. */
public final class ReportPage {
    private static final double NOISY_PERCENT = 5;

    private final StringBuilder out = new StringBuilder(64 << 10);

    private ReportPage() {}

    /** The page. */
    public static String of(List<Report> reports) throws IOException {
        final ReportPage page = new ReportPage();
        page.all(reports);
        return page.out.toString();
    }

    private void all(List<Report> reports) throws IOException {
        final String title =
                "ndpair bench: " + reports.stream().map(Report::benchmark).collect(Collectors.joining(", "));
        append("<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        append("<meta name=\"color-scheme\" content=\"light dark\">");
        append("<title>%s</title><style>%n", Html.text(title));
        out.append(style());
        append("</style></head><body><main>%n<h1>%s</h1>%n", Html.text(title));
        if (reports.size() > 1) {
            out.append("<nav>");
            for (final Report report : reports) {
                append("<a href=\"#%s\">%s</a> ", report.benchmark(), report.benchmark());
            }
            out.append("</nav>");
        }
        if (reports.stream().map(Report::benchmark).distinct().count() < reports.size()) {
            charts(
                    "Over sizes, all runs together",
                    ScalingCharts.of(reports.stream()
                            .flatMap(report -> report.figures().stream())
                            .toList()));
        }
        for (final Report report : reports) {
            report(report);
        }
        append("</main></body></html>%n");
    }

    private static String style() throws IOException {
        try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IOException("report.css is not in the program");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void report(Report report) {
        append("<section id=\"%s\"><h2>%s</h2>%n", report.benchmark(), Html.text(report.benchmark()));
        append(
                "<p class=\"sum\">%d of %d goals met, %d missed; %d wrong results; %s, %.0f s</p>%n",
                report.goals() - report.missed(),
                report.goals(),
                report.missed(),
                report.wrong().size(),
                report.startedAt().toString().replaceFirst("\\..*Z", "Z"),
                report.tookSeconds());
        report.wrong().forEach(wrong -> append("<p class=\"wrong\">WRONG: %s</p>%n", Html.text(wrong)));
        verdicts(report);
        charts("Over time, and how late", report.charts());
        charts("Over sizes", ScalingCharts.of(report.figures()));
        append("<h3>All figures</h3>%n<p class=\"note\">Median [least .. greatest] of the runs; limits and peers were "
                + "measured in the same run. What else the machine did meanwhile stands beside each: time that the "
                + "hypervisor took, other processes' share, context switches, how late a sleeping thread woke.</p>%n");
        out.append("<div class=\"figures\">\n");
        report.figures().forEach(this::figure);
        out.append("</div>\n");
        facts("Machine", report.machine().facts());
        facts("Settings", report.settings());
        append("<h3>To repeat it</h3>%n<pre>./%s</pre></section>%n", Html.text(report.command()));
    }

    private void verdicts(Report report) {
        if (report.goals() == 0) {
            append("<p class=\"note\">No goal was judged.</p>%n");
            return;
        }
        out.append("<ul class=\"verdicts\">\n");
        for (final Figure figure : report.figures()) {
            if (figure.goal() != null) {
                append(
                        "<li class=\"%s\"><b>%s</b> <span>%s: %s %s</span> <i>%s</i></li>%n",
                        figure.isMissed() ? "missed" : "met",
                        Verdict.text(figure),
                        Html.text(figure.name()),
                        ReportText.number(figure.spread().median()),
                        Html.text(figure.unit()),
                        Html.text(Verdict.judgement(figure)));
            }
        }
        out.append("</ul>\n");
    }

    private void charts(String title, List<Chart> charts) {
        if (!charts.isEmpty()) {
            append("<h3>%s</h3>%n<div class=\"plots\">%n", title);
            charts.forEach(chart -> Plot.draw(chart, out));
            out.append("</div>\n");
        }
    }

    private void figure(Figure figure) {
        final Spread spread = figure.spread();
        append(
                "<article id=\"%s\"><h4>%s</h4><p class=\"value\">%s <small>%s [%s .. %s] of %d</small></p>",
                Html.text(figure.key()),
                Html.text(figure.name()),
                ReportText.number(spread.median()),
                Html.text(figure.unit()),
                ReportText.number(spread.min()),
                ReportText.number(spread.max()),
                spread.runs());
        beside("limits", figure.limits());
        beside("peers", figure.peers());
        if (figure.disturbance() != null) {
            disturbance(figure.disturbance());
        }
        append("<p class=\"key\">%s</p></article>%n", Html.text(figure.key()));
    }

    private void beside(String what, Map<String, Double> numbers) {
        if (!numbers.isEmpty()) {
            append(
                    "<p class=\"beside\">%s: %s</p>",
                    what,
                    numbers.entrySet().stream()
                            .map(entry ->
                                    Html.text(entry.getKey()) + " <b>" + ReportText.number(entry.getValue()) + "</b>")
                            .collect(Collectors.joining(", ")));
        }
    }

    private void disturbance(Disturbance found) {
        append(
                "<p class=\"%s\">steal %.1f %%, others %.1f %%, %s switches/s, %d preemptions, woke late p99 %.0f us, max "
                        + "%.0f us</p>",
                found.stealPercent() > NOISY_PERCENT || found.othersPercent() > NOISY_PERCENT ? "noise noisy" : "noise",
                found.stealPercent(),
                found.othersPercent(),
                ReportText.number(found.switchesPerSecond()),
                found.preemptions(),
                found.jitterP99Us(),
                found.jitterMaxUs());
    }

    private void facts(String title, Map<String, String> facts) {
        append("<h3>%s</h3>%n<dl>", title);
        facts.forEach((name, value) -> append("<dt>%s</dt><dd>%s</dd>", Html.text(name), Html.text(value)));
        out.append("</dl>\n");
    }

    private void append(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
