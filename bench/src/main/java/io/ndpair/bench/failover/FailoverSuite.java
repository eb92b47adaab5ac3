package io.ndpair.bench.failover;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the master again and again, each time the one that took over the time before, and takes down what the wire showed. The kills are
 * spread evenly over the phases of the advertisement interval. Confined to one thread.
 */
final class FailoverSuite {
    /** Users that get packets; the kernel of a master keeps fewer than this of its own accord before it forgets idle ones. */
    static final int USERS = 256;

    private static final List<byte[]> VIRTUAL = List.of(Frame.address("fe80::1"), Frame.address("2001:db8:1::1"));
    private static final long START_S = 30;
    private static final long INSTALL_S = 300;
    private static final double BEFORE_KILL_MS = 300;
    private static final double AFTER_MS = 300;
    private static final double MS_PER_NS = 1e-6;
    private static final double US_PER_MS = 1e3;
    private static final long REST_NS = 200_000_000;
    private static final int AT_REST = 16;
    private static final int PEER_ATTEMPTS = 3;

    private final Plan plan;
    private final Path directory;
    private final PrintStream progress;
    private final Samples samples = new Samples();

    /**
     * What is to be done.
     *
     * @param intervalsMs of advertisements, one after the other
     * @param neighbors in the table
     * @param runs kills with each interval
     * @param hasPeer whether keepalived is to be measured too
     */
    record Plan(List<Integer> intervalsMs, int neighbors, int runs, boolean hasPeer) {}

    FailoverSuite(Plan plan, Path directory, PrintStream progress) {
        this.plan = plan;
        this.directory = directory;
        this.progress = progress;
    }

    Samples run() throws IOException {
        for (final int intervalMs : plan.intervalsMs) {
            if (plan.hasPeer) {
                keepalived(intervalMs);
            }
            devices(intervalMs);
        }
        return samples;
    }

    private void devices(int intervalMs) throws IOException {
        final Path files = Files.createTempDirectory(directory, "devices");
        try (Network network = new Network(files, USERS)) {
            final String mac = network.mac("us", "eth0").replace(":", "");
            final int before = Network.kernelNeighbors();
            try (DeviceRouter a = device(network, 'a', intervalMs, mac, files);
                    DeviceRouter b = device(network, 'b', intervalMs, mac, files)) {
                a.start();
                a.awaitMaster();
                a.fill();
                b.start();
                b.awaitBackup();
                // The first master learned them by itself, and not from its kernel.
                awaitInstalled(before + plan.neighbors);
                kills("ours", intervalMs, network, a, b, before + plan.neighbors + plan.neighbors / 2, files);
            }
        }
    }

    private DeviceRouter device(Network network, char self, int intervalMs, String mac, Path files) throws IOException {
        final String host = "r" + self;
        return new DeviceRouter(
                host,
                DeviceProcess.configuration(self, intervalMs),
                new DeviceRouter.Place(network.in(host), false, plan.neighbors, USERS, Long.parseLong(mac, 16)),
                files);
    }

    /**
     * The backup has put its peer's neighbors into its kernel, and the kernel has come to rest. That of a master forgets idle ones, some a
     * minute, so that the count is never exact.
     */
    private static void awaitInstalled(int atLeast) throws IOException {
        final int[] present = {Network.kernelNeighbors(), 0};
        try {
            Tool.await("the kernel", INSTALL_S, () -> {
                present[1] = present[0];
                LockSupport.parkNanos(REST_NS);
                present[0] = Network.kernelNeighbors();
                return present[0] >= atLeast && Math.abs(present[0] - present[1]) <= AT_REST;
            });
        } catch (final IOException e) {
            throw new IOException("the kernel has " + present[0] + " neighbors, expected " + atLeast, e);
        }
    }

    /** What it does once is not always what it does: a run that cannot be read is told, and taken again in a new network. */
    private void keepalived(int intervalMs) throws IOException {
        for (int attempt = 0; attempt < PEER_ATTEMPTS && done("keepalived", intervalMs) < plan.runs; attempt++) {
            final Path files = Files.createTempDirectory(directory, "keepalived");
            try (Network network = new Network(files, USERS);
                    KeepalivedRouter a = new KeepalivedRouter(network, "ra", intervalMs, files);
                    KeepalivedRouter b = new KeepalivedRouter(network, "rb", intervalMs, files)) {
                a.start();
                a.awaitMaster();
                b.start();
                b.awaitBackup();
                kills("keepalived", intervalMs, network, a, b, 0, files);
            } catch (final IOException e) {
                progress.println("bench failover: keepalived: " + e.getMessage());
            }
        }
    }

    private int done(String whose, int intervalMs) {
        final String key = key(whose, "advert", intervalMs);
        return samples.has(key) ? samples.of(key).size() : 0;
    }

    /** So many kills, the two in turn. */
    private void kills(
            String whose, int intervalMs, Network network, Router first, Router second, int installed, Path files)
            throws IOException {
        Router master = first;
        Router backup = second;
        int unanswered = 0;
        int missing = 0;
        try (HostProcess users = new HostProcess("users", network.in("us"), List.of(), List.of(Users.NAME), files);
                HostProcess traffic = new HostProcess(
                        "traffic", network.in("up"), List.of(), List.of(Traffic.NAME, Integer.toString(USERS)), files);
                Capture capture = new Capture(network, files);
                Observer observer = new Observer()) {
            users.await(Users.LISTENS, START_S);
            for (int run = done(whose, intervalMs); run < plan.runs; run++) {
                traffic.tell(Traffic.BEGIN);
                if (isMaster(capture, network, backup, master, intervalMs)) {
                    // Started beside a master on a busy machine, the second may have become the first.
                    final Router other = master;
                    master = backup;
                    backup = other;
                }
                final Scene scene = new Scene(network, capture, master, backup);
                observer.begin();
                final Takeover.Question question = scene.kill(intervalMs, (run + 0.5) / plan.runs);
                // Those of before have no part in what is counted from the first packet on.
                final int dropped = network.dropped("us") + network.dropped("up");
                final Takeover seen = scene.watch(question);
                final Disturbance disturbance = observer.end();
                samples.disturbed(key(whose, "advert", intervalMs), disturbance);
                traffic.tell(Double.toString(seen.forwardedAtMs()));
                final Traffic.Report report = Traffic.Report.of(traffic.await(Traffic.Report.START, START_S));
                // A host that had no time to read is no fault of a router's.
                final int unread = network.dropped("us") + network.dropped("up") - dropped;
                if (unread > 0) {
                    progress.println("bench failover: " + unread + " packets reached hosts that did not read them");
                }
                unanswered += Math.max(0, report.unansweredSince() - unread);
                missing += backup.missing();
                add(whose, intervalMs, seen, report, disturbance);
                master.clear();
                network.plugged(master.host(), true);
                if (run + 1 < plan.runs) {
                    master.start();
                    master.awaitBackup();
                    awaitInstalled(installed);
                }
                final Router killed = master;
                master = backup;
                backup = killed;
            }
        }
        samples.add(key(whose, "unanswered", intervalMs), unanswered);
        samples.add(key(whose, "lost", intervalMs), missing);
        if (missing > 0) {
            samples.wrong(missing + " entries lost in " + plan.runs + " takeovers at " + intervalMs + " ms");
        }
    }

    /** Whether one router advertises and the other does not; waits until it is one of them alone. */
    private static boolean isMaster(Capture capture, Network network, Router one, Router other, int intervalMs)
            throws IOException {
        final String oneMac = network.mac(one.host(), "lan0");
        final String otherMac = network.mac(other.host(), "lan0");
        final boolean[] isOne = new boolean[1];
        capture.forget();
        Tool.await("one master alone", START_S, () -> {
            final double ofOneMs = capture.lastMs(frame -> frame.isAdvert() && frame.isFrom(oneMac));
            final double ofOtherMs = capture.lastMs(frame -> frame.isAdvert() && frame.isFrom(otherMac));
            isOne[0] = ofOneMs > ofOtherMs;
            final double silentSinceMs = Math.min(ofOneMs, ofOtherMs);
            return Math.max(ofOneMs, ofOtherMs) > 0
                    && (silentSinceMs < 0 || Capture.nowMs() - silentSinceMs > 4.0 * intervalMs);
        });
        return isOne[0];
    }

    /** The network as one kill finds it. */
    private record Scene(Network network, Capture capture, Router master, Router backup) {

        /** Kills the master at this phase of its interval, and waits until the other forwards. */
        Takeover.Question kill(int intervalMs, double phase) throws IOException {
            final String oldMac = network.mac(master.host(), "lan0");
            final String newMac = network.mac(backup.host(), "lan0");
            capture.forget();
            awaitPhase(intervalMs, phase, oldMac);
            final double killedMs = Capture.nowMs();
            master.kill();
            network.plugged(master.host(), false);
            final Takeover.Question question = new Takeover.Question(killedMs, oldMac, newMac, VIRTUAL);
            backup.awaitMaster();
            Tool.await(
                    "a packet forwarded by the new master",
                    START_S,
                    () -> capture.lastMs(frame -> frame.isUdp() && frame.isFrom(newMac) && frame.atMs() >= killedMs)
                            > 0);
            return question;
        }

        /** What was seen of it, and is for a little longer. */
        Takeover watch(Takeover.Question question) throws IOException {
            final double forwardedMs = Capture.nowMs();
            Tool.await("the end", START_S, () -> Capture.nowMs() - forwardedMs > Takeover.WATCHED_MS + AFTER_MS);
            return Takeover.read(capture.frames(), question);
        }

        /** Some time after the traffic has begun, so long after an advertisement. */
        private void awaitPhase(int intervalMs, double phase, String mac) throws IOException {
            final double beganMs = Capture.nowMs();
            try {
                Tool.await(
                        "traffic",
                        START_S,
                        () -> Capture.nowMs() - beganMs > BEFORE_KILL_MS
                                && capture.lastMs(frame -> frame.isUdp() && frame.isFrom(mac)) > 0
                                && capture.lastMs(frame -> frame.isAdvert() && frame.isFrom(mac)) > 0);
            } catch (final IOException e) {
                throw new IOException(
                        "no traffic goes through " + master.host() + ": of it " + capture.count(mac) + ", of all "
                                + capture.count(""),
                        e);
            }
            final double lastMs = capture.lastMs(frame -> frame.isAdvert() && frame.isFrom(mac));
            double targetMs = lastMs + phase * intervalMs;
            while (targetMs < Capture.nowMs()) {
                targetMs += intervalMs;
            }
            for (double leftMs = targetMs - Capture.nowMs(); leftMs > 0; leftMs = targetMs - Capture.nowMs()) {
                LockSupport.parkNanos((long) Math.max(1, leftMs / MS_PER_NS / 2));
            }
        }
    }

    private void add(String whose, int intervalMs, Takeover seen, Traffic.Report report, Disturbance disturbance) {
        samples.add(key(whose, "advert", intervalMs), seen.advertMs());
        samples.add(key(whose, "silence", intervalMs), seen.silenceMs());
        samples.add(key(whose, "forwarded", intervalMs), seen.forwardedMs());
        samples.add(key(whose, "afterAdvert", intervalMs), seen.forwardedMs() - seen.advertMs());
        samples.add(key(whose, "announced", intervalMs), seen.announcedMs());
        samples.add(key(whose, "solicitations", intervalMs), seen.solicitations());
        progress.printf(
                Locale.ROOT,
                "bench failover: %s at %d ms: silence %.2f ms; from the kill: advert %.2f, announced %.2f, forwarded"
                        + " %.2f ms; then %d packets, %d unanswered; %d solicitations; a thread that sleeps 1 ms woke"
                        + " up to %.2f ms late%n",
                whose,
                intervalMs,
                seen.silenceMs(),
                seen.advertMs(),
                seen.announcedMs(),
                seen.forwardedMs(),
                report.since(),
                report.unansweredSince(),
                seen.solicitations(),
                disturbance.jitterMaxUs() / US_PER_MS);
    }

    static String key(String whose, String what, int intervalMs) {
        return whose + '.' + what + '.' + label(intervalMs);
    }

    static String label(int intervalMs) {
        return intervalMs % 1000 == 0 ? intervalMs / 1000 + "s" : intervalMs + "ms";
    }

    /** RFC 9568: three intervals and the skew, in milliseconds. */
    static double boundMs(int intervalMs) {
        final int priority = 100;
        return 3.0 * intervalMs + (256 - priority) * intervalMs / 256.0;
    }
}
