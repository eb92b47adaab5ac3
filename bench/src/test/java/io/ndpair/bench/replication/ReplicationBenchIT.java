package io.ndpair.bench.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ndpair.bench.host.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real device processes; that nothing of the benchmark rots. */
class ReplicationBenchIT {
    @TempDir
    private Path directory;

    @Test
    void shouldMeasureAPairQuicklyAndLeaveNothingBehind() throws Exception {
        final Path json = directory.resolve("replication.json");
        final Path html = directory.resolve("replication.html");
        final Path files = Files.createDirectory(directory.resolve("files"));
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
                "replication",
                "--quick",
                "--only",
                "stream,promotion,resume,tls,repair,conntrackd,profiles",
                "--neighbors",
                "20000",
                "--json",
                json.toString(),
                "--html",
                html.toString(),
                "--directory",
                files.toString()));
        final Path log = directory.resolve("log");
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(8, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        final JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(report.get("wrong").getAsJsonArray()).isEmpty();
        final Set<String> keys = new TreeSet<>();
        for (final JsonElement figure : report.getAsJsonArray("figures")) {
            keys.add(figure.getAsJsonObject().get("key").getAsString());
        }
        assertThat(keys)
                .contains(
                        "replication.rate.20k",
                        "replication.batch.20k",
                        "replication.ack.p50.20k",
                        "replication.oneway.max.20k",
                        "replication.resume.ms",
                        "replication.promotion.10k",
                        "replication.promotion.20k",
                        "replication.tls.rate.20k",
                        "replication.tls.batch.20k",
                        "replication.tls.ack.p50.20k",
                        "replication.repair.ms.20k",
                        "replication.repair.known.ms.20k",
                        "replication.repair.bit.ms.20k",
                        "replication.profiles.rate.20k.profiles.8",
                        "replication.profiles.cpu.20k.profiles.1");
        if (Tool.isRoot() && System.getenv("CI") != null) {
            assertThat(keys).as("CI runs as root and has installed conntrackd").contains("replication.conntrackd.20k");
        } else if (!keys.contains("replication.conntrackd.20k")) {
            assertThat(Files.readString(log)).contains("conntrackd: not measured: it needs root");
        }
        assertThat(report.getAsJsonArray("charts")).hasSize(4);
        assertThat(Files.readString(html)).contains("plot-replication-resume-lag", "class=\"mark\"");
        try (Stream<Path> kept = Files.list(directory.resolve("replication.hlog"))) {
            assertThat(kept.map(file -> file.getFileName().toString()).toList())
                    .contains("replication-ack-run0.hlog", "replication-oneway-run0.hlog", "ping-udp-ack-run0.hlog");
        }
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left).isEmpty();
        }
    }
}
