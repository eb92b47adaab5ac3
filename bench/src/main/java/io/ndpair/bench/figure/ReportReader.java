package io.ndpair.bench.figure;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link ReportJson} wrote. */
public final class ReportReader {
    private ReportReader() {}

    /**
     * The reports of a file.
     *
     * @throws IOException if it cannot be read or is no report; names the file and what is wrong
     */
    public static List<Report> read(Path file) throws IOException {
        final String text = Files.readString(file, StandardCharsets.UTF_8);
        try {
            final JsonObject root = new Gson().fromJson(text, JsonObject.class);
            if (root.get("format").getAsInt() != ReportJson.FORMAT) {
                throw new IOException(file + " is of format " + root.get("format") + ", expected " + ReportJson.FORMAT);
            }
            final List<Report> reports = new ArrayList<>();
            if (root.has("reports")) {
                for (final JsonElement report : root.getAsJsonArray("reports")) {
                    reports.add(report(report.getAsJsonObject()));
                }
            } else {
                reports.add(report(root));
            }
            return reports;
        } catch (final JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException
                | DateTimeException e) {
            throw new IOException(file + " is no report of ndpair bench: " + e.getMessage(), e);
        }
    }

    private static Report report(JsonObject json) {
        final List<Figure> figures = new ArrayList<>();
        for (final JsonElement figure : json.getAsJsonArray("figures")) {
            figures.add(figure(figure.getAsJsonObject()));
        }
        final List<String> wrong = new ArrayList<>();
        json.getAsJsonArray("wrong").forEach(text -> wrong.add(text.getAsString()));
        final List<Chart> charts = new ArrayList<>();
        if (json.has("charts")) {
            json.getAsJsonArray("charts").forEach(chart -> charts.add(chart(chart.getAsJsonObject())));
        }
        return new Report(
                text(json, "benchmark"),
                text(json, "command"),
                Instant.parse(text(json, "startedAt")),
                number(json, "tookSeconds"),
                new Machine(texts(json, "machine")),
                texts(json, "settings"),
                figures,
                wrong,
                charts);
    }

    private static Figure figure(JsonObject json) {
        return new Figure(
                text(json, "key"),
                text(json, "name"),
                text(json, "unit"),
                new Spread(
                        number(json, "min"),
                        number(json, "median"),
                        number(json, "max"),
                        json.get("runs").getAsInt()),
                numbers(json, "limit"),
                numbers(json, "peers"),
                json.has("ratio") ? number(json, "ratio") : Double.NaN,
                json.has("goal") ? goal(json.getAsJsonObject("goal")) : null,
                json.has("disturbance") ? disturbance(json.getAsJsonObject("disturbance")) : null);
    }

    private static Goal goal(JsonObject json) {
        final boolean isAtMost = json.has("atMost");
        return new Goal(
                isAtMost, number(json, isAtMost ? "atMost" : "atLeast"), json.has("times") ? text(json, "times") : "");
    }

    private static Disturbance disturbance(JsonObject json) {
        return new Disturbance(
                number(json, "stealPercent"),
                number(json, "othersPercent"),
                number(json, "switchesPerSecond"),
                json.get("preemptions").getAsLong(),
                number(json, "jitterP99Us"),
                number(json, "jitterMaxUs"));
    }

    private static Chart chart(JsonObject json) {
        final List<Chart.Line> lines = new ArrayList<>();
        for (final JsonElement element : json.getAsJsonArray("lines")) {
            final JsonObject line = element.getAsJsonObject();
            final List<Chart.Point> points = new ArrayList<>();
            for (final JsonElement point : line.getAsJsonArray("points")) {
                final JsonArray pair = point.getAsJsonArray();
                points.add(
                        new Chart.Point(pair.get(0).getAsDouble(), pair.get(1).getAsDouble()));
            }
            lines.add(new Chart.Line(text(line, "name"), line.get("limit").getAsBoolean(), points));
        }
        final List<Chart.Mark> marks = new ArrayList<>();
        for (final JsonElement element : json.getAsJsonArray("marks")) {
            final JsonObject mark = element.getAsJsonObject();
            marks.add(new Chart.Mark(number(mark, "from"), number(mark, "to"), text(mark, "text")));
        }
        return new Chart(text(json, "key"), text(json, "title"), axis(json, "x"), axis(json, "y"), lines, marks);
    }

    private static Chart.Axis axis(JsonObject json, String name) {
        final JsonObject axis = json.getAsJsonObject(name);
        return new Chart.Axis(text(axis, "name"), axis.get("log").getAsBoolean());
    }

    private static String text(JsonObject json, String name) {
        return json.get(name).getAsString();
    }

    private static double number(JsonObject json, String name) {
        return json.get(name).getAsDouble();
    }

    private static Map<String, String> texts(JsonObject json, String name) {
        final Map<String, String> texts = new LinkedHashMap<>();
        json.getAsJsonObject(name)
                .entrySet()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().getAsString()));
        return texts;
    }

    private static Map<String, Double> numbers(JsonObject json, String name) {
        final Map<String, Double> numbers = new LinkedHashMap<>();
        if (json.has(name)) {
            json.getAsJsonObject(name)
                    .entrySet()
                    .forEach(entry ->
                            numbers.put(entry.getKey(), entry.getValue().getAsDouble()));
        }
        return numbers;
    }
}
