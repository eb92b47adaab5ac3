package io.ndpair.bench.failover;

import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A keepalived with the same two groups, which change together. */
final class KeepalivedRouter implements Router {
    static final String COMMAND = "keepalived";

    private static final long LONGEST_S = 30;

    private final Network network;
    private final String host;
    private final int intervalMs;
    private final Path directory;
    private Process process;
    private Path log;

    KeepalivedRouter(Network network, String host, int intervalMs, Path directory) {
        this.network = network;
        this.host = host;
        this.intervalMs = intervalMs;
        this.directory = directory;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public void start() throws IOException {
        final Path config = Files.createTempFile(directory, host, ".conf");
        Files.writeString(config, configuration(intervalMs));
        log = Path.of(config + ".log");
        final List<String> words = new ArrayList<>(network.in(host));
        words.addAll(Tool.words(COMMAND + " --vrrp --dont-fork --log-console --log-detail --use-file " + config
                + " --pid " + config + ".pid --vrrp_pid " + config + ".vrrp.pid"));
        process = Tool.start(new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()));
    }

    private static String configuration(int intervalMs) {
        return String.join(
                "\n",
                List.of(
                        "global_defs {",
                        "  vrrp_version 3",
                        "  router_id bench",
                        "}",
                        "vrrp_sync_group both {",
                        "  group {",
                        "    lan",
                        "    wan",
                        "  }",
                        "}",
                        instance("lan", 1, intervalMs, "fe80::1", "2001:db8:1::1/64"),
                        instance("wan", 2, intervalMs, "fe80::2"),
                        ""));
    }

    private static String instance(String side, int vrid, int intervalMs, String... addresses) {
        return String.join(
                "\n",
                List.of(
                        "vrrp_instance " + side + " {",
                        "  version 3",
                        "  state BACKUP",
                        "  nopreempt",
                        "  interface " + side + "0",
                        "  virtual_router_id " + vrid,
                        "  priority 100",
                        "  advert_int " + intervalMs / 1000.0,
                        "  virtual_ipaddress {",
                        "    " + String.join("\n    ", addresses),
                        "  }",
                        "}"));
    }

    private boolean says(String text) throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1).contains(text);
    }

    @Override
    public void awaitMaster() throws IOException {
        Tool.await(host + " to become master", LONGEST_S, () -> says("(lan) Entering MASTER STATE"));
    }

    @Override
    public void awaitBackup() throws IOException {
        Tool.await(host + " to become backup", LONGEST_S, () -> says("(lan) Entering BACKUP STATE"));
    }

    /** The children first: one that outlives its parent by a moment is told, and says farewell with priority 0. */
    @Override
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void clear() throws IOException {
        Tool.awaitEnd(process, LONGEST_S);
        for (final String address : List.of("fe80::1 dev lan0", "2001:db8:1::1/64 dev lan0", "fe80::2 dev wan0")) {
            Tool.tryRun("ip -n " + network.namespace(host) + " addr del " + address);
        }
        // A router that has died comes back without the neighbors that it knew.
        network.ip(host, "-6 neigh flush dev lan0");
    }

    @Override
    public int missing() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            kill();
            Tool.awaitEnd(process, LONGEST_S);
        }
    }
}
