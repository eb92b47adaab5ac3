package io.ndpair.bench.compare;

import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportReader;
import io.ndpair.bench.figure.ReportText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ndpair bench compare OLD.json NEW.json}. Exit status: 0 nothing became worse beyond the spread, 1 something did, 2 no such files. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "What changed between two reports, beyond what the runs themselves differ by.",
            "Exit status: 0 nothing became worse, 1 something did, 2 the files cannot be compared."
        },
        mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD.json")
    private Path older;

    @Parameters(index = "1", paramLabel = "NEW.json")
    private Path newer;

    @Option(names = "--changed", description = "only what changed beyond the spread")
    private boolean isOnlyChanged;

    @Override
    public Integer call() throws IOException {
        final List<Report> before = ReportReader.read(older);
        final List<Report> after = ReportReader.read(newer);
        final List<Change> changes = Change.of(before, after);
        if (changes.isEmpty()) {
            throw new IOException(older + " and " + newer + " have no figure in common");
        }
        final PrintStream out = System.out;
        warnOfMachines(before, after, out);
        for (final Change change : changes) {
            if (!isOnlyChanged || change.kind() != Change.Kind.ALIKE) {
                out.println(line(change));
            }
        }
        missing("only in " + older, Change.byKey(before), Change.byKey(after), out);
        missing("only in " + newer, Change.byKey(after), Change.byKey(before), out);
        out.printf(
                Locale.ROOT,
                "%d figures: %d better, %d worse, %d otherwise changed, %d within the spread%n",
                changes.size(),
                count(changes, Change.Kind.BETTER),
                count(changes, Change.Kind.WORSE),
                count(changes, Change.Kind.OTHER),
                count(changes, Change.Kind.ALIKE));
        return count(changes, Change.Kind.WORSE) == 0 ? 0 : 1;
    }

    private static long count(List<Change> changes, Change.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    private static String line(Change change) {
        return String.format(
                        Locale.ROOT,
                        "%-7s %7s [%s .. %s]  %-60s %s -> %s %s",
                        change.kind() == Change.Kind.ALIKE
                                ? ""
                                : change.kind().name().toLowerCase(Locale.ROOT),
                        times(change.ratio()),
                        times(change.leastRatio()),
                        times(change.mostRatio()),
                        change.key(),
                        ReportText.number(change.before().median()),
                        ReportText.number(change.after().median()),
                        change.unit())
                .stripTrailing();
    }

    private static String times(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.3f", ratio) : "-";
    }

    /** Figures of two machines are not compared with each other, only their ratios to limits could be. */
    private static void warnOfMachines(List<Report> before, List<Report> after, PrintStream out) {
        for (final String fact : List.of("cpu", "cores", "jvm", "kernel")) {
            final String old = before.get(0).machine().facts().getOrDefault(fact, "?");
            final String now = after.get(0).machine().facts().getOrDefault(fact, "?");
            if (!old.equals(now)) {
                out.println("ATTENTION: another " + fact + ": " + old + " -> " + now);
            }
        }
        final String old = before.get(0).settings().getOrDefault("quick", "no");
        final String now = after.get(0).settings().getOrDefault("quick", "no");
        if (!old.equals("no") || !now.equals("no")) {
            out.println("ATTENTION: a quick run's figures are worth nothing");
        }
    }

    private static void missing(String what, Map<String, Figure> here, Map<String, Figure> there, PrintStream out) {
        final TreeSet<String> keys = new TreeSet<>(here.keySet());
        keys.removeAll(there.keySet());
        if (!keys.isEmpty()) {
            out.println(what + ": " + String.join(", ", keys));
        }
    }
}
