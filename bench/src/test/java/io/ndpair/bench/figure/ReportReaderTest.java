package io.ndpair.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportReaderTest {
    @TempDir
    private Path directory;

    private static Report report(String benchmark) {
        return new Report(
                benchmark,
                "ndpair bench " + benchmark,
                Instant.parse("2026-11-22T12:00:00Z"),
                12.5,
                new Machine(Map.of("cpu", "some")),
                Map.of("runs", "3"),
                List.of(
                        new Figure(
                                benchmark + ".a.1m",
                                "a",
                                "ns",
                                new Spread(1, 2, 3, 3),
                                Map.of("limit", 1.5),
                                Map.of("peer", 4.0),
                                1.25,
                                Goal.atMostTimes(2, "limit"),
                                new Disturbance(1, 2, 3, 4, 5, 6)),
                        new Figure(
                                benchmark + ".b",
                                "b",
                                "1/s",
                                new Spread(10, 20, 30, 5),
                                Map.of(),
                                Map.of(),
                                Double.NaN,
                                Goal.atLeast(15),
                                null)),
                List.of("wrong"),
                List.of(new Chart(
                        "c",
                        "curve",
                        new Chart.Axis("s", false),
                        new Chart.Axis("us", true),
                        List.of(new Chart.Line("l", true, List.of(new Chart.Point(1, 2), new Chart.Point(3, 4)))),
                        List.of(new Chart.Mark(1, 2, "cut")))));
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        final Path one = Files.writeString(directory.resolve("one"), ReportJson.of(report("x")));
        assertThat(ReportReader.read(one)).containsExactly(report("x"));
        final List<Report> two = List.of(report("x"), report("y"));
        assertThat(ReportReader.read(Files.writeString(directory.resolve("two"), ReportJson.of(two))))
                .isEqualTo(two);
    }

    @Test
    void shouldNameTheFileThatIsNoReport() throws IOException {
        for (final String text :
                List.of("", "{", "[]", "{}", "{\"format\":2}", "{\"format\":1,\"figures\":[{}]}", "null")) {
            final Path file = Files.writeString(directory.resolve("bad.json"), text);
            assertThatThrownBy(() -> ReportReader.read(file))
                    .as(text)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bad.json");
        }
    }
}
