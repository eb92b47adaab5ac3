package io.ndpair.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people run it: real devices, killed. */
class FailoverBenchIT {
    @TempDir
    private Path directory;

    private Process start(Path json, String... words) throws IOException {
        final List<String> command = new ArrayList<>(List.of(System.getProperty("ndpair.test.jvm")));
        Pattern.compile(" +")
                .splitAsStream(System.getProperty("ndpair.test.jvm.extra", ""))
                .filter(word -> !word.isEmpty())
                .forEach(command::add);
        command.addAll(List.of(
                "-jar",
                Path.of(System.getProperty("ndpair.root"), "bench/target/ndpair-bench.jar")
                        .toString()));
        command.addAll(List.of("failover", "--quick", "--runs", "1", "--neighbors", "1000", "--directory"));
        command.addAll(List.of(directory.toString(), "--json", json.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private Map<String, Double> medians(String... words) throws IOException, InterruptedException {
        final Path json = directory.resolve("figures.json");
        final Path log = directory.resolve("log");
        final Process bench = start(json, words);
        assertThat(bench.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(bench.exitValue()).as(Files.readString(log)).isZero();
        final JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        final Map<String, Double> medians = new TreeMap<>();
        for (final JsonElement each : report.getAsJsonArray("figures")) {
            final JsonObject figure = each.getAsJsonObject();
            medians.put(figure.get("key").getAsString(), figure.get("median").getAsDouble());
        }
        try (var left = Files.list(directory)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .as("nothing of the devices is left")
                    .containsExactlyInAnyOrder("figures.json", "log");
        }
        return medians;
    }

    @Test
    void shouldMeasureRolesWithoutRoot() throws IOException, InterruptedException {
        final Map<String, Double> medians = medians("--loopback");

        assertThat(medians)
                .containsOnlyKeys("failover.role.100ms", "failover.lost.100ms")
                .containsEntry("failover.lost.100ms", 0.0);
        assertThat(medians.get("failover.role.100ms"))
                .as("three intervals without what was gone of the first")
                .isGreaterThan(250);
    }

    private static List<String> namespacesOf(Process bench) throws IOException {
        final String prefix = "ndb" + bench.pid() % 100_000 + '-';
        return Tool.run("ip netns list")
                .lines()
                .filter(line -> line.startsWith(prefix))
                .toList();
    }

    @Test
    @Tag("root")
    void shouldLeaveNothingWhenItIsTerminated() throws IOException, InterruptedException {
        assumeTrue(Tool.isRoot() && Tool.has("ip") && Tool.has("tcpdump"), "needs root (network namespaces)");
        final Process bench = start(directory.resolve("figures.json"), "--no-peer");
        try {
            Tool.await(
                    "its network and its first device",
                    60,
                    () -> namespacesOf(bench).size() == 5 && bench.descendants().anyMatch(FailoverBenchIT::isDevice));
            final List<ProcessHandle> children = bench.descendants().toList();
            bench.destroy();
            assertThat(bench.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            Tool.await("its processes to be gone", 30, () -> children.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(namespacesOf(bench)).as("namespaces").isEmpty();
            try (var left = Files.list(directory)) {
                assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("log");
            }
        } finally {
            bench.destroyForcibly();
        }
    }

    private static boolean isDevice(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(DeviceProcess.NAME);
    }

    @Test
    @Tag("root")
    void shouldMeasurePacketsInNamespaces() throws IOException, InterruptedException {
        assumeTrue(
                Tool.isRoot() && Tool.has("ip") && Tool.has("bridge") && Tool.has("tcpdump"),
                "needs root (network namespaces), ip and tcpdump");
        final Map<String, Double> medians = medians("--no-peer");

        assertThat(medians)
                .containsOnlyKeys(
                        "failover.advert.100ms",
                        "failover.afterAdvert.100ms",
                        "failover.announced.100ms",
                        "failover.forwarded.100ms",
                        "failover.late.100ms",
                        "failover.lost.100ms",
                        "failover.silence.100ms",
                        "failover.solicitations.100ms",
                        "failover.unanswered.100ms")
                .containsEntry("failover.lost.100ms", 0.0);
        assertThat(medians.get("failover.silence.100ms"))
                .as("never before the RFC's time")
                .isGreaterThan(FailoverSuite.boundMs(100) - 1.5);
    }
}
