package io.ndpair.bench.html;

import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.figure.ReportText;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A chart as an inline picture (SVG) with a legend under it. */
final class Plot {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final int LEFT = 58;
    private static final int RIGHT = 12;
    private static final int TOP = 14;
    private static final int BOTTOM = 42;
    private static final int COLOURS = 8;
    private static final int MOST_DOTS = 40;
    private static final int MOST_NAMED_MARKS = 8;
    private static final double LEAST_OF_LOG = 1e-6;

    private final Chart chart;
    private final Scale x;
    private final Scale y;
    private final List<String> kinds;
    private final StringBuilder out;

    private Plot(Chart chart, StringBuilder out) {
        this.chart = chart;
        this.out = out;
        kinds = chart.marks().stream().map(Plot::kind).distinct().sorted().toList();
        x = scale(chart.x(), Chart.Point::x, false);
        y = scale(chart.y(), Chart.Point::y, true);
    }

    /** Draws it; nothing where there is nothing to draw. */
    static void draw(Chart chart, StringBuilder out) {
        if (chart.lines().stream().mapToLong(line -> line.points().size()).sum() > 0) {
            new Plot(chart, out).draw();
        }
    }

    private Scale scale(Chart.Axis axis, ToDoubleFunction<Chart.Point> number, boolean fromZero) {
        final double[] all = chart.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(number)
                .sorted()
                .toArray();
        return axis.isLog()
                ? Scale.log(Math.max(LEAST_OF_LOG, all[0]), Math.max(LEAST_OF_LOG, all[all.length - 1]))
                : Scale.linear(all[0], all[all.length - 1], fromZero);
    }

    private void draw() {
        append(
                "<figure class=\"plot\" id=\"%s\"><figcaption>%s</figcaption>",
                id(chart.key()), Html.text(chart.title()));
        append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, Html.text(chart.title()));
        marks();
        axes();
        int colour = 0;
        for (final Chart.Line line : chart.lines()) {
            line(line, colour++);
        }
        out.append("</svg>");
        legend();
        out.append("</figure>\n");
    }

    /** A few are named where they are; many are told apart by colour, and the legend names these. */
    private void marks() {
        final boolean areFew = chart.marks().size() <= MOST_NAMED_MARKS;
        for (final Chart.Mark mark : chart.marks()) {
            final double from = atX(mark.from());
            append(
                    "<rect class=\"mark%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>",
                    areFew ? "" : " m" + kinds.indexOf(kind(mark)) % COLOURS,
                    from,
                    TOP,
                    Math.max(1.5, atX(mark.to()) - from),
                    HEIGHT - TOP - BOTTOM,
                    Html.text(mark.text()));
            if (areFew) {
                append(
                        "<text class=\"marked\" x=\"%.1f\" y=\"%d\">%s</text>",
                        Math.min(from + 3, WIDTH - RIGHT - 60.0), TOP + 12, Html.text(mark.text()));
            }
        }
    }

    /** The first word of what it says. */
    private static String kind(Chart.Mark mark) {
        return mark.text().replaceFirst("\\W.*", "");
    }

    private void legendOfMarks() {
        if (chart.marks().size() <= MOST_NAMED_MARKS) {
            return;
        }
        for (int i = 0; i < kinds.size(); i++) {
            final String kind = kinds.get(i);
            append(
                    "<li><svg viewBox=\"0 0 28 8\"><rect class=\"mark m%d\" width=\"28\" height=\"8\"/></svg>%s"
                            + " (%d)</li>",
                    i % COLOURS,
                    Html.text(kind),
                    chart.marks().stream()
                            .filter(mark -> kind(mark).equals(kind))
                            .count());
        }
    }

    private void axes() {
        for (final double tick : y.ticks()) {
            append(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, atY(tick), atY(tick));
            append(
                    "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
                    LEFT - 6, atY(tick) + 4, tick(tick));
        }
        for (final double tick : x.ticks()) {
            append(
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    atX(tick), atX(tick), TOP, HEIGHT - BOTTOM);
            append(
                    "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
                    atX(tick), HEIGHT - BOTTOM + 16, tick(tick));
        }
        append(
                "<text class=\"axis\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, Html.text(chart.x().name()));
        append(
                "<text class=\"axis\" x=\"4\" y=\"11\">%s</text>",
                Html.text(chart.y().name()));
    }

    /** 20k, not 20.0k: a tick is a round number. */
    private static String tick(double value) {
        return ReportText.number(value).replaceFirst("\\.0+(?=\\D?$)", "").replaceFirst("(\\.\\d*?)0+(?=\\D?$)", "$1");
    }

    private void line(Chart.Line line, int colour) {
        final StringBuilder points = new StringBuilder();
        for (final Chart.Point point : line.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", atX(point.x()), atY(point.y())));
        }
        final String kind = "c" + colour % COLOURS + (line.isLimit() ? " limit" : " ours");
        append(
                "<polyline class=\"%s\" data-points=\"%d\" points=\"%s\"/>",
                kind, line.points().size(), points.toString().strip());
        if (line.points().size() <= MOST_DOTS) {
            for (final Chart.Point point : line.points()) {
                append(
                        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s: %s, %s</title></circle>",
                        kind,
                        atX(point.x()),
                        atY(point.y()),
                        Html.text(line.name()),
                        ReportText.number(point.x()),
                        ReportText.number(point.y()));
            }
        }
    }

    private void legend() {
        out.append("<ul class=\"legend\">");
        int colour = 0;
        for (final Chart.Line line : chart.lines()) {
            append(
                    "<li><svg viewBox=\"0 0 28 8\"><line class=\"c%d %s\" x1=\"1\" y1=\"4\" x2=\"27\""
                            + " y2=\"4\"/></svg>%s</li>",
                    colour++ % COLOURS, line.isLimit() ? "limit" : "ours", Html.text(line.name()));
        }
        legendOfMarks();
        out.append("</ul>");
    }

    private double atX(double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double atY(double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String id(String key) {
        return "plot-" + key.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private void append(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
