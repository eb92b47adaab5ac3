package io.ndpair.bench.figure;

import com.google.gson.stream.JsonWriter;
import io.ndpair.bench.environment.Disturbance;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/** A report as JSON, in the documented shape. What does not apply is left out. */
public final class ReportJson {
    /** Grows when the meaning of a member changes; members may be added without. */
    public static final int FORMAT = 1;

    private ReportJson() {}

    /** The JSON text, indented, ended by a line feed. */
    public static String of(Report report) throws IOException {
        return of(List.of(report));
    }

    /** That of a report; of several, an object that holds them in an array. */
    public static String of(List<Report> reports) throws IOException {
        final StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.setHtmlSafe(false);
            if (reports.size() == 1) {
                write(json, reports.get(0));
            } else {
                json.beginObject();
                json.name("format").value(FORMAT);
                json.name("reports").beginArray();
                for (final Report report : reports) {
                    write(json, report);
                }
                json.endArray();
                json.endObject();
            }
        }
        return text.append('\n').toString();
    }

    private static void write(JsonWriter json, Report report) throws IOException {
        json.beginObject();
        json.name("format").value(FORMAT);
        json.name("benchmark").value(report.benchmark());
        json.name("command").value(report.command());
        json.name("startedAt").value(report.startedAt().toString());
        json.name("tookSeconds").value(rounded(report.tookSeconds()));
        texts(json, "machine", report.machine().facts());
        texts(json, "settings", report.settings());
        json.name("goals").value(report.goals());
        json.name("missed").value(report.missed());
        strings(json, "wrong", report.wrong());
        json.name("figures").beginArray();
        for (final Figure figure : report.figures()) {
            write(json, figure);
        }
        json.endArray();
        if (!report.charts().isEmpty()) {
            json.name("charts").beginArray();
            for (final Chart chart : report.charts()) {
                write(json, chart);
            }
            json.endArray();
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Figure figure) throws IOException {
        json.beginObject();
        json.name("key").value(figure.key());
        json.name("name").value(figure.name());
        json.name("unit").value(figure.unit());
        json.name("min").value(rounded(figure.spread().min()));
        json.name("median").value(rounded(figure.spread().median()));
        json.name("max").value(rounded(figure.spread().max()));
        json.name("runs").value(figure.spread().runs());
        numbers(json, "limit", figure.limits());
        numbers(json, "peers", figure.peers());
        if (!Double.isNaN(figure.ratio())) {
            json.name("ratio").value(rounded(figure.ratio()));
        }
        final Goal goal = figure.goal();
        if (goal != null) {
            json.name("goal").beginObject();
            json.name(goal.isAtMost() ? "atMost" : "atLeast").value(goal.bound());
            if (goal.isRelative()) {
                json.name("times").value(goal.times());
            }
            json.endObject();
            json.name("met").value(!figure.isMissed());
        }
        disturbance(json, figure.disturbance());
        json.endObject();
    }

    private static void write(JsonWriter json, Chart chart) throws IOException {
        json.beginObject();
        json.name("key").value(chart.key());
        json.name("title").value(chart.title());
        axis(json, "x", chart.x());
        axis(json, "y", chart.y());
        json.name("lines").beginArray();
        for (final Chart.Line line : chart.lines()) {
            json.beginObject();
            json.name("name").value(line.name());
            json.name("limit").value(line.isLimit());
            // One line of text: a curve has hundreds of points.
            json.name("points").beginArray();
            json.setIndent("");
            for (final Chart.Point point : line.points()) {
                json.beginArray()
                        .value(rounded(point.x()))
                        .value(rounded(point.y()))
                        .endArray();
            }
            json.endArray();
            json.setIndent("  ");
            json.endObject();
        }
        json.endArray();
        json.name("marks").beginArray();
        for (final Chart.Mark mark : chart.marks()) {
            json.beginObject();
            json.name("from").value(rounded(mark.from()));
            json.name("to").value(rounded(mark.to()));
            json.name("text").value(mark.text());
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    private static void axis(JsonWriter json, String name, Chart.Axis axis) throws IOException {
        json.name(name).beginObject();
        json.name("name").value(axis.name());
        json.name("log").value(axis.isLog());
        json.endObject();
    }

    private static void disturbance(JsonWriter json, Disturbance disturbance) throws IOException {
        if (disturbance != null) {
            json.name("disturbance").beginObject();
            json.name("stealPercent").value(rounded(disturbance.stealPercent()));
            json.name("othersPercent").value(rounded(disturbance.othersPercent()));
            json.name("switchesPerSecond").value(rounded(disturbance.switchesPerSecond()));
            json.name("preemptions").value(disturbance.preemptions());
            json.name("jitterP99Us").value(rounded(disturbance.jitterP99Us()));
            json.name("jitterMaxUs").value(rounded(disturbance.jitterMaxUs()));
            json.endObject();
        }
    }

    private static void texts(JsonWriter json, String name, Map<String, String> texts) throws IOException {
        json.name(name).beginObject();
        for (final Map.Entry<String, String> text : texts.entrySet()) {
            json.name(text.getKey()).value(text.getValue());
        }
        json.endObject();
    }

    private static void numbers(JsonWriter json, String name, Map<String, Double> numbers) throws IOException {
        if (!numbers.isEmpty()) {
            json.name(name).beginObject();
            for (final Map.Entry<String, Double> number : numbers.entrySet()) {
                json.name(number.getKey()).value(rounded(number.getValue()));
            }
            json.endObject();
        }
    }

    private static void strings(JsonWriter json, String name, List<String> strings) throws IOException {
        json.name(name).beginArray();
        for (final String string : strings) {
            json.value(string);
        }
        json.endArray();
    }

    /** Six significant digits: more than any measurement has, and no tails of binary fractions. */
    static Number rounded(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        final BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        return rounded.scale() <= 0 ? rounded.setScale(0) : rounded;
    }
}
