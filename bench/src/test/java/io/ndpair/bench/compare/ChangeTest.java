package io.ndpair.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportJson;
import io.ndpair.bench.figure.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChangeTest {
    @TempDir
    private Path directory;

    private static Figure figure(String key, String unit, Spread spread, Goal goal) {
        return new Figure(key, key, unit, spread, Map.of(), Map.of(), Double.NaN, goal, null);
    }

    private static List<Report> reports(Figure... figures) {
        return List.of(new Report(
                "x",
                "ndpair bench x",
                Instant.EPOCH,
                1,
                new Machine(Map.of("cpu", "some")),
                Map.of(),
                List.of(figures),
                List.of()));
    }

    private static Change.Kind kind(String unit, Goal goal, Spread before, Spread after) {
        return Change.of(reports(figure("k", unit, before, goal)), reports(figure("k", unit, after, goal)))
                .get(0)
                .kind();
    }

    @Test
    void shouldSayNothingOfWhatTheRunsThemselvesDifferBy() {
        assertThat(kind("ns", null, new Spread(100, 110, 130, 5), new Spread(129, 140, 150, 5)))
                .isEqualTo(Change.Kind.ALIKE);
        assertThat(kind("ns", null, new Spread(100, 110, 130, 5), new Spread(131, 140, 150, 5)))
                .isEqualTo(Change.Kind.WORSE);
    }

    @Test
    void shouldNotTrustASingleRun() {
        assertThat(kind("ns", null, new Spread(100, 100, 100, 1), new Spread(200, 200, 200, 5)))
                .isEqualTo(Change.Kind.ALIKE);
    }

    @Test
    void shouldKnowWhichDirectionIsWanted() {
        final Spread low = new Spread(1, 2, 3, 3);
        final Spread high = new Spread(4, 5, 6, 3);
        assertThat(kind("us", null, high, low)).isEqualTo(Change.Kind.BETTER);
        assertThat(kind("1/s", null, high, low)).isEqualTo(Change.Kind.WORSE);
        assertThat(kind("x", Goal.atLeast(4), low, high)).isEqualTo(Change.Kind.BETTER);
        assertThat(kind("x", Goal.atMost(4), low, high)).isEqualTo(Change.Kind.WORSE);
        assertThat(kind("x", null, low, high)).isEqualTo(Change.Kind.OTHER);
    }

    @Test
    void shouldTellTheRatioWithItsSpread() {
        final Change change = Change.of(
                        reports(figure("k", "us", new Spread(8, 10, 16, 3), null)),
                        reports(figure("k", "us", new Spread(4, 5, 6, 3), null)))
                .get(0);
        assertThat(change.ratio()).isEqualTo(0.5);
        assertThat(change.leastRatio()).isEqualTo(0.25);
        assertThat(change.mostRatio()).isEqualTo(0.75);
    }

    @Test
    void shouldEndInOneIfSomethingBecameWorse() throws IOException {
        final Path slow = directory.resolve("slow.json");
        final Path fast = directory.resolve("fast.json");
        Files.writeString(slow, ReportJson.of(reports(figure("k", "us", new Spread(8, 10, 16, 3), null))));
        Files.writeString(fast, ReportJson.of(reports(figure("k", "us", new Spread(4, 5, 6, 3), null))));
        assertThat(compare(slow, fast)).isZero();
        assertThat(compare(fast, slow)).isOne();
        assertThat(compare(fast, fast)).isZero();
    }

    private static int compare(Path older, Path newer) {
        return new CommandLine(new CompareCommand()).execute(older.toString(), newer.toString());
    }
}
