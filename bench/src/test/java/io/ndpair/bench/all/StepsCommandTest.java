package io.ndpair.bench.all;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportJson;
import io.ndpair.bench.figure.ReportReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

class StepsCommandTest {
    @TempDir
    private Path directory;

    private final List<List<String>> executed = new ArrayList<>();

    /** A benchmark that writes a report, or fails. */
    @Command(name = "step")
    private final class FakeBenchmark implements Callable<Integer> {
        private final String name;
        private final int status;

        @Unmatched
        private List<String> words = new ArrayList<>();

        FakeBenchmark(String name, int status) {
            this.name = name;
            this.status = status;
        }

        @Override
        public Integer call() {
            executed.add(words);
            if (status < 2) {
                final Path json = Path.of(words.get(words.indexOf("--json") + 1));
                final Report report = new Report(
                        name,
                        "ndpair bench " + name,
                        Instant.EPOCH,
                        1,
                        new Machine(Map.of()),
                        Map.of(),
                        List.of(),
                        status == 0 ? List.of() : List.of("lost"));
                try {
                    Files.writeString(json, ReportJson.of(report));
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return status;
        }
    }

    private CommandLine root(int statusOfB) {
        return new CommandLine(CommandLine.Model.CommandSpec.create())
                .addSubcommand("a", new FakeBenchmark("a", 0))
                .addSubcommand("b", new FakeBenchmark("b", statusOfB));
    }

    private int execute(int statusOfB, String... words) {
        return StepsCommand.of("all", "both", () -> root(statusOfB), Step.of("a", "--only", "x"), Step.of("b"))
                .execute(words);
    }

    @Test
    void shouldPutTheReportsOfAllStepsIntoOneFile() throws IOException {
        final Path json = directory.resolve("all.json");
        final Path html = directory.resolve("all.html");
        assertThat(execute(
                        0,
                        "--quick",
                        "--neighbors",
                        "5000",
                        "--json",
                        json.toString(),
                        "--html",
                        html.toString(),
                        "--directory",
                        directory.toString()))
                .isZero();
        assertThat(ReportReader.read(json)).extracting(Report::benchmark).containsExactly("a", "b");
        assertThat(Files.readString(html)).contains("<h2>a</h2>", "<h2>b</h2>");
        assertThat(executed.get(0)).startsWith("--only", "x", "--neighbors", "5000", "--quick", "--json");
        assertThat(executed.get(1)).startsWith("--neighbors", "5000", "--quick", "--json");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("all.json", "all.html", "all.hlog");
        }
    }

    @Test
    void shouldEndAsTheWorstStepDid() {
        assertThat(execute(1, "--directory", directory.toString())).isEqualTo(1);
        assertThat(execute(2, "--directory", directory.toString())).isEqualTo(2);
        assertThat(executed).hasSize(4);
    }

    @Test
    void shouldLeaveOutSizesBeyondTheGreatestThatIsWanted() {
        final int status = StepsCommand.of("scaling", "sizes", () -> root(0), Step.sizes("a", "x", 10_000, 100_000))
                .execute("--neighbors", "50000", "--directory", directory.toString());
        assertThat(status).isZero();
        assertThat(executed).hasSize(1);
        assertThat(executed.get(0)).startsWith("--only", "x", "--neighbors", "10000", "--json");
    }

    @Test
    void shouldMeasureOnlySectionsThatAreWanted() {
        final CommandLine scaling = StepsCommand.of(
                "scaling",
                "sizes",
                () -> root(0),
                Step.of("a", "1").in("sizes"),
                Step.of("b", "2").in("churn"));
        scaling.setParameterExceptionHandler((error, words) -> 2);
        assertThat(scaling.execute("--only", "churn", "--directory", directory.toString()))
                .isZero();
        assertThat(executed).hasSize(1);
        assertThat(executed.get(0)).startsWith("2");
        assertThat(scaling.execute("--directory", directory.toString())).isZero();
        assertThat(executed).hasSize(3);
        assertThat(scaling.execute("--only", "sizes,cost", "--directory", directory.toString()))
                .isEqualTo(2);
        assertThat(executed).hasSize(3);
    }

    @Test
    void shouldGiveABenchmarkNoMoreNeighborsThanItTakes() {
        final int status = StepsCommand.of(
                        "all", "both", () -> root(0), Step.of("a").atMost(4_000), Step.of("b"))
                .execute("--neighbors", "50000", "--directory", directory.toString());
        assertThat(status).isZero();
        assertThat(executed.get(0)).startsWith("--neighbors", "4000", "--json");
        assertThat(executed.get(1)).startsWith("--neighbors", "50000", "--json");
    }
}
