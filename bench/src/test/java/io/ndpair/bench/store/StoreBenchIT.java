package io.ndpair.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people run it: the jar, a process for each subject, the real disk. */
class StoreBenchIT {
    private static final List<String> FIGURES = List.of(
            "store.allocation.agents.20k",
            "store.allocation.batch.20k",
            "store.allocation.journaled.20k",
            "store.allocation.lookup.20k",
            "store.allocation.upsert.20k",
            "store.copy.range.20k",
            "store.growth.max.20k",
            "store.growth.p9999.20k",
            "store.growth.rate.20k",
            "store.journal.batch.20k",
            "store.journal.rate.20k",
            "store.lookup.batch.overSingle.20k",
            "store.lookup.hit.batch.20k",
            "store.lookup.hit.dependent.20k",
            "store.lookup.hit.dependent.overChronicleMap.20k",
            "store.lookup.hit.independent.20k",
            "store.lookup.keys.20k",
            "store.lookup.miss.batch.20k",
            "store.lookup.miss.dependent.20k",
            "store.lookup.miss.dependent.overBestPeer.20k",
            "store.lookup.miss.independent.20k",
            "store.lookup.miss.independent.overBestPeer.20k",
            "store.lookup.upsert.known.20k",
            "store.memory.full.20k",
            "store.memory.mean.20k",
            "store.memory.worst.20k",
            "store.openloop.journaled",
            "store.openloop.max",
            "store.openloop.p99",
            "store.openloop.p9999",
            "store.recovery.20k",
            "store.recovery.replayed.20k",
            "store.replay.20k",
            "store.replay.ms.20k",
            "store.threads.readerAlone.20k",
            "store.threads.readerBesideWriter.20k",
            "store.threads.writerAlone.20k",
            "store.threads.writerBesideCopy.20k",
            "store.threads.writerBesideReader.20k");

    @TempDir
    private Path directory;

    private int status;
    private String output;

    private void bench(String... words) throws IOException, InterruptedException {
        final Path root = Path.of(System.getProperty("ndpair.root"));
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("ndpair.test.jvm"));
        final String extra = System.getProperty("ndpair.test.jvm.extra", "");
        if (!extra.isBlank()) {
            command.addAll(List.of(extra.strip().split("\\s+", -1)));
        }
        command.add("-jar");
        command.add(root.resolve("bench/target/ndpair-bench.jar").toString());
        command.addAll(List.of(words));
        final Path log = directory.resolve("log");
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended").isTrue();
            status = process.exitValue();
            output = Files.readString(log);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldMeasureEverythingQuicklyAndLeaveNothingBehind() throws Exception {
        final Path json = directory.resolve("store.json");
        final Path html = directory.resolve("store.html");
        final Path files = Files.createDirectory(directory.resolve("files"));
        bench(
                "store",
                "--quick",
                "--neighbors",
                "20000",
                "--runs",
                "2",
                "--json",
                json.toString(),
                "--html",
                html.toString(),
                "--directory",
                files.toString());
        assertThat(status).as(output).isZero();
        assertThat(Files.readString(html)).contains("store.lookup.hit.dependent.20k");
        assertThat(output).contains("no goal was judged").doesNotContain("WRONG");
        final JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(report.get("wrong").getAsJsonArray()).isEmpty();
        assertThat(report.get("machine").getAsJsonObject().keySet()).contains("cpu", "cores", "kernel", "jvm", "flags");
        assertThat(report.get("settings").getAsJsonObject().keySet()).contains("runs", "openloop.fileSystem");
        final Map<String, JsonObject> figures = new TreeMap<>();
        for (final JsonElement element : report.get("figures").getAsJsonArray()) {
            final JsonObject figure = element.getAsJsonObject();
            final String key = figure.get("key").getAsString();
            assertThat(figure.keySet()).as(key).contains("name", "unit", "min", "median", "max", "runs");
            assertThat(figures.put(key, figure)).as("twice: " + key).isNull();
        }
        assertThat(figures.keySet()).containsExactlyElementsOf(FIGURES);
        final JsonObject hit = figures.get("store.lookup.hit.dependent.20k");
        assertThat(hit.get("runs").getAsInt()).isEqualTo(2);
        assertThat(hit.get("limit").getAsJsonObject().keySet()).containsExactly("dependentRead");
        assertThat(hit.get("peers").getAsJsonObject().keySet())
                .containsExactly("hashMap", "concurrentHashMap", "agrona", "chronicleMap");
        assertThat(hit.get("disturbance").getAsJsonObject().keySet()).contains("stealPercent", "jitterMaxUs");
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldMeasureReadersAndChurnAsCurves() throws Exception {
        final Path json = directory.resolve("curves.json");
        final Path html = directory.resolve("curves.html");
        bench(
                "scaling",
                "--only",
                "readers,churn",
                "--quick",
                "--runs",
                "1",
                "--neighbors",
                "20000",
                "--json",
                json.toString(),
                "--html",
                html.toString(),
                "--directory",
                directory.toString());
        assertThat(status).as(output).isZero();
        assertThat(Files.readString(json))
                .contains(
                        "\"store.readers.all.20k.readers.8\"",
                        "\"store.readers.writer.20k.readers.1\"",
                        "\"store.churn.rate.20k.percent.100\"",
                        "\"store.churn.memory.20k.turnovers.8\"");
        assertThat(Files.readString(html))
                .contains(
                        "plot-scaling-store-readers-all-20k-readers",
                        "plot-scaling-store-churn-rate-20k-percent",
                        "plot-scaling-store-churn-memory-20k-turnovers");
    }

    @Test
    void shouldExplainMistypedWords() throws Exception {
        bench("store", "--neighbours", "5");
        assertThat(status).isEqualTo(2);
        assertThat(output).contains("--neighbours").contains("Usage: ndpair bench store");
        bench("store", "--neighbors", "5");
        assertThat(status).isEqualTo(2);
        assertThat(output).contains("--neighbors is 5, expected 1000 to 32000000");
        bench("store", "--only", "lookups");
        assertThat(status).isEqualTo(2);
        assertThat(output).contains("lookup");
        bench("store", "--quick", "--neighbors", "1000", "--only", "lookup", "--json", "/nonexistent/x.json");
        assertThat(status).isEqualTo(2);
        assertThat(output).contains("/nonexistent");
        bench();
        assertThat(status).isEqualTo(2);
        assertThat(output).contains("Usage: ndpair bench");
    }
}
