package io.ndpair.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as people start it, with real device processes. */
class SoakIT {
    private static final long DEADLINE_S = 300;

    @TempDir
    private Path directory;

    private Path json;
    private Path html;
    private Path files;
    private Path log;
    private Process process;

    @BeforeEach
    void prepare() throws IOException {
        json = directory.resolve("soak.json");
        html = directory.resolve("soak.html");
        files = Files.createDirectory(directory.resolve("files"));
        log = directory.resolve("log");
    }

    @AfterEach
    void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void start(String... options) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("ndpair.test.jvm"));
        final String extra = System.getProperty("ndpair.test.jvm.extra", "");
        if (!extra.isBlank()) {
            command.addAll(List.of(extra.strip().split("\\s+", -1)));
        }
        command.addAll(List.of(
                "-jar",
                Path.of(System.getProperty("ndpair.root"), "bench/target/ndpair-bench.jar")
                        .toString(),
                "soak",
                "--neighbors",
                "5000",
                "--json",
                json.toString(),
                "--html",
                html.toString(),
                "--directory",
                files.toString()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private int status() throws InterruptedException, IOException {
        assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS))
                .as(() -> "ended: " + said())
                .isTrue();
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left).isEmpty();
        }
        return process.exitValue();
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private static double figure(JsonObject report, String key) {
        return report.getAsJsonArray("figures").asList().stream()
                .map(figure -> figure.getAsJsonObject())
                .filter(figure -> figure.get("key").getAsString().equals(key))
                .findFirst()
                .orElseThrow()
                .get("median")
                .getAsDouble();
    }

    @Test
    void shouldLoseNothingOfAPairThatIsKilledStoppedAndCut() throws Exception {
        start("--duration", "10s", "--faults", "kill,stop,cut");
        assertThat(status()).as(this::said).isZero();
        final JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(report.get("wrong").getAsJsonArray()).isEmpty();
        assertThat(figure(report, "soak.lost")).isZero();
        assertThat(figure(report, "soak.acked")).isGreaterThan(5_000);
        assertThat(figure(report, "soak.faults")).isPositive();
        assertThat(figure(report, "soak.comparisons")).isGreaterThanOrEqualTo(2);
        final Set<String> charts = new TreeSet<>();
        report.getAsJsonArray("charts")
                .forEach(chart -> charts.add(chart.getAsJsonObject().get("key").getAsString()));
        assertThat(charts).containsExactly("soak.ack", "soak.acked", "soak.memory", "soak.waiting");
        assertThat(Files.readString(html)).contains("plot-soak-waiting", "class=\"mark");
        assertThat(said()).contains("--seed", " left");
    }

    @Test
    void shouldEndInOrderWhenInterruptedAndTellOfALoss() throws Exception {
        start("--duration", "1h", "--faults", "none", "--plant-loss");
        final long startNs = System.nanoTime();
        while (!said().contains("all have arrived")) {
            assertThat(process.isAlive()).as(this::said).isTrue();
            assertThat(System.nanoTime() - startNs).isLessThan(TimeUnit.SECONDS.toNanos(DEADLINE_S));
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS))
                    .as(this::said)
                    .isFalse();
        }
        // As Ctrl-C, but that one is ignored by all that a shell has started in the background.
        assertThat(new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(status()).as(this::said).isEqualTo(1);
        final JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        // Missing at both devices, and the same address.
        assertThat(figure(report, "soak.lost")).isEqualTo(1);
        assertThat(report.get("wrong").getAsJsonArray().toString()).contains("missing: address");
        assertThat(report.getAsJsonObject("settings").get("duration").getAsString())
                .contains("ended before by hand");
    }
}
