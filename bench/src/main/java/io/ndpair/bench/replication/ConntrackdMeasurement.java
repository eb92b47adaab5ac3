package io.ndpair.bench.replication;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.host.Namespaces;
import io.ndpair.bench.host.Tool;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.IoUtil;

/**
 * The nearest thing that routers run today: two conntrackd (FTFW mode) in network namespaces, on a cable of their own. One has flows in
 * its kernel; the other lets go of its external cache and asks for all of them. Flows are not neighbors: each takes some four times as many
 * bytes, and conntrackd has one thread. Confined to one thread.
 */
final class ConntrackdMeasurement {
    /** Three quarters of what a kernel keeps by default. */
    static final int MOST_FLOWS = 196_608;

    private static final List<String> COMMANDS = List.of("ip", "conntrackd", "conntrack");
    private static final long LONGEST_S = 60;
    private static final int FLOWS_PER_HOST = 60_000;
    private static final int FIRST_PORT = 1_024;
    private static final double NS_PER_S = 1e9;

    private final ReplicationSuite.Plan plan;
    private final Samples samples;
    private final PrintStream progress;
    private final int flows;

    ConntrackdMeasurement(ReplicationSuite.Plan plan, Samples samples, PrintStream progress) {
        this.plan = plan;
        this.samples = samples;
        this.progress = progress;
        flows = Math.min(plan.neighbors(), MOST_FLOWS);
    }

    /** As often as all else; says why it is not measured where it cannot be. */
    void run() throws IOException {
        if (!Tool.isRoot() || !COMMANDS.stream().allMatch(Tool::has)) {
            say("not measured: it needs root, and the commands " + String.join(", ", COMMANDS));
            return;
        }
        // A path of a socket holds 107 bytes.
        final Path files = Files.createTempDirectory("ndb-");
        try (ConntrackdDaemon one = new ConntrackdDaemon("ca", "10.99.0.1", "10.99.0.2", files);
                ConntrackdDaemon two = new ConntrackdDaemon("cb", "10.99.0.2", "10.99.0.1", files)) {
            Tool.run("ip -n " + Namespaces.name("ca") + " link add ha0 type veth peer name ha0 netns "
                    + Namespaces.name("cb"));
            one.start();
            two.start();
            one.command("conntrack -R " + write(files.resolve("flows")));
            Tool.await("the flows", LONGEST_S, () -> one.cached("internal") >= flows);
            for (int run = 0; run < plan.runs(); run++) {
                say("run " + (run + 1) + " of " + plan.runs());
                resync(one, two);
            }
        } finally {
            IoUtil.delete(files.toFile(), true);
        }
    }

    private void resync(ConntrackdDaemon one, ConntrackdDaemon two) throws IOException {
        two.control("-f external");
        Tool.await("an empty cache", LONGEST_S, () -> two.cached("external") == 0);
        try (Observer observer = new Observer(List.of(one.handle(), two.handle()))) {
            observer.begin();
            final long startNs = System.nanoTime();
            two.control("-n");
            Tool.await("the resync", LONGEST_S, () -> two.cached("external") >= flows);
            samples.add("conntrackd.rate", flows * NS_PER_S / (System.nanoTime() - startNs));
            samples.disturbed("conntrackd.rate", observer.end());
        }
    }

    private Path write(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int flow = 0; flow < flows; flow++) {
                writer.write("-I -p udp -s 10.1.0." + (1 + flow / FLOWS_PER_HOST) + " -d 10.2.0.1 --sport "
                        + (FIRST_PORT + flow % FLOWS_PER_HOST) + " --dport 53 -t 3600 -u SEEN_REPLY,ASSURED\n");
            }
        }
        return file;
    }

    private void say(String what) {
        progress.println("bench replication: conntrackd: " + what);
    }
}
