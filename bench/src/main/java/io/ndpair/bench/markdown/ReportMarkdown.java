package io.ndpair.bench.markdown;

import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportText;
import io.ndpair.bench.figure.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as Markdown: what it ran on, what is wrong, and a table for each part of it. Figures that differ in nothing but a size (or a number
 * of profiles, readers and the like) share a row, with a column for each.
 */
final class ReportMarkdown {
    private static final Pattern SIZED =
            Pattern.compile("(.*?)(?:\\.(profiles|readers|percent|turnovers))?\\.(\\d{1,9}(?:k|ms?|s)?)");
    /** In a heading these say more than a reader of the results wants to know; JSON has them. */
    private static final Set<String> LONG_FACTS =
            Set.of("flags", "hugePages", "glibcTunables", "directory", "sections");

    private ReportMarkdown() {}

    static String of(Report report) {
        final StringBuilder text = new StringBuilder(8192);
        text.append(String.format(
                Locale.ROOT,
                "### %s%n%n`%s`, %s, %.0f s. %s%n%n",
                report.benchmark(),
                report.command(),
                report.startedAt().toString().replaceFirst("\\..*Z", "Z"),
                report.tookSeconds(),
                report.goals() == 0
                        ? "No goal was judged."
                        : report.goals() - report.missed() + " of " + report.goals() + " goals met, " + report.missed()
                                + " missed."));
        text.append(Stream.concat(report.machine().facts().entrySet().stream(), report.settings().entrySet().stream())
                        .filter(fact -> !LONG_FACTS.contains(fact.getKey()))
                        .map(fact -> fact.getKey() + ": " + fact.getValue())
                        .collect(Collectors.joining("; ")))
                .append("\n\n");
        for (final String wrong : report.wrong()) {
            text.append("**WRONG: ").append(wrong).append("**\n\n");
        }
        final Map<String, List<Figure>> sections = new LinkedHashMap<>();
        for (final Figure figure : report.figures()) {
            sections.computeIfAbsent(section(figure.key()), any -> new ArrayList<>())
                    .add(figure);
        }
        sections.forEach((name, figures) -> section(text, name, figures));
        return text.toString();
    }

    /** What stands between the benchmark's name and the next point. */
    private static String section(String key) {
        final String[] words = key.split("\\.", -1);
        return words.length > 1 ? words[1] : key;
    }

    private static void section(StringBuilder text, String name, List<Figure> figures) {
        final Map<String, Map<String, Figure>> rows = new LinkedHashMap<>();
        final Set<String> columns = new LinkedHashSet<>();
        for (final Figure figure : figures) {
            final Matcher sized = SIZED.matcher(figure.key());
            final String column = !sized.matches()
                    ? "value"
                    : sized.group(2) == null ? sized.group(3) : sized.group(3) + ' ' + sized.group(2);
            columns.add(column);
            rows.computeIfAbsent(sized.matches() ? sized.group(1) : figure.key(), any -> new LinkedHashMap<>())
                    .put(column, figure);
        }
        text.append("#### ").append(name).append("\n\n| |");
        columns.forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        for (final Map<String, Figure> row : rows.values()) {
            text.append("| ").append(safe(name(row))).append(" |");
            for (final String column : columns) {
                final Figure figure = row.get(column);
                text.append(figure == null ? " |" : ' ' + safe(cell(figure)) + " |");
            }
            text.append('\n');
        }
        meanwhile(text, figures);
        text.append('\n');
    }

    /** The first figure's name without its size, which stands before, behind a comma, or as the last word of a key. */
    private static String name(Map<String, Figure> row) {
        final Map.Entry<String, Figure> entry = row.entrySet().iterator().next();
        final Figure first = entry.getValue();
        final String last = '.' + entry.getKey();
        final String full = first.name().endsWith(last)
                ? first.name().substring(0, first.name().length() - last.length())
                : first.name();
        final String name = full.replaceFirst("^[0-9]+[a-z]*: ", "");
        return (row.size() > 1 ? name.replaceFirst(", [0-9]+ [a-z %]+$", "") : name) + ", " + first.unit();
    }

    /** The figure, what is said of it, its limits, its peers: each in a line of its own. */
    private static String cell(Figure figure) {
        return Stream.of(
                        ReportText.number(figure.spread().median()) + " ["
                                + ReportText.number(figure.spread().min()) + " .. "
                                + ReportText.number(figure.spread().max()) + "]",
                        goal(figure),
                        beside(figure.limits()),
                        beside(figure.peers()))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("<br>"));
    }

    private static String safe(String cell) {
        return cell.replace("|", "\\|");
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

    private static void meanwhile(StringBuilder text, List<Figure> figures) {
        figures.stream()
                .map(Figure::disturbance)
                .filter(Objects::nonNull)
                .reduce(Disturbance::worst)
                .ifPresent(worst -> text.append(String.format(
                        Locale.ROOT,
                        "%nMeanwhile at worst: steal %.0f %%, others %.0f %%, jitter p99 %s us.%n",
                        worst.stealPercent(),
                        worst.othersPercent(),
                        ReportText.number(worst.jitterP99Us()))));
    }
}
