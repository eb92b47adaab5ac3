package io.ndpair.node.cli.demo;

import io.ndpair.node.cli.demo.DemoLedger.Command;
import io.ndpair.node.cli.demo.DemoLedger.Field;
import io.ndpair.node.cli.demo.DemoReport.Latency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The main job, before one's eyes: a master learns, a backup joins late, the master is killed, the backup has everything. Runs two device
 * processes and holds the only account of what was acked, outside of both.
 */
final class Demo {
    private static final long STEP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long PROBE_BEFORE_KILL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PROBE_AFTER_SWITCHOVER_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double NS_PER_MS = 1e6;

    private final Path directory;
    private final int neighbors;
    private final long churn;
    private final long churnNs;
    private final int port;
    private final long seed;
    private final ProgressView view;

    Demo(Path directory, int neighbors, long churn, long churnNs, int port, long seed, ProgressView view) {
        this.directory = directory;
        this.neighbors = neighbors;
        this.churn = churn;
        this.churnNs = churnNs;
        this.port = port;
        this.seed = seed;
        this.view = view;
    }

    DemoReport run() throws IOException {
        final DemoSettings settingsA = DemoSettings.a(directory, port, neighbors, seed);
        final DemoSettings settingsB = DemoSettings.b(directory, port, neighbors, seed);
        try (DemoProcess a = DemoProcess.start(settingsA)) {
            fill(a);
            try (DemoProcess b = DemoProcess.start(settingsB)) {
                join(a, b);
                churn(a, b);
                return switchOver(a, b, settingsA, settingsB);
            }
        }
    }

    private void fill(DemoProcess a) throws IOException {
        view.say("device a starts, alone (journal and table in " + directory.resolve("a") + ")");
        await("device a to become master", () -> isMaster(a), a);
        view.say("device a is master");
        final long beganNs = System.nanoTime();
        a.ledger().ask(Command.FILL);
        await(
                "device a to learn its neighbors",
                () -> {
                    final long learned = a.value(Field.LAST_SEQUENCE);
                    view.show("learn", (double) learned / neighbors, perSecond(learned, beganNs));
                    return learned >= neighbors && a.value(Field.JOURNALED_SEQUENCE) >= learned;
                },
                a);
        view.done("learn", count(neighbors) + " neighbors learned and journaled, " + perSecond(neighbors, beganNs));
    }

    private void join(DemoProcess a, DemoProcess b) throws IOException {
        view.say("device b starts late, with an empty table");
        await("device b to start", () -> b.value(Field.STARTED) == 1, a, b);
        await(
                "the batch backup",
                () -> {
                    final long total = Math.max(1, b.value(Field.BATCH_TOTAL));
                    final long done = b.value(Field.BATCH_ENTRIES);
                    view.show("batch backup", (double) done / total, count(done) + " entries");
                    return b.value(Field.READY) == 1 && b.value(Field.TABLE_SIZE) >= neighbors;
                },
                a,
                b);
        view.done(
                "batch backup",
                count(b.value(Field.BATCH_ENTRIES)) + " entries, " + count(b.value(Field.BATCH_RATE))
                        + "/s: device b is ready");
    }

    private void churn(DemoProcess a, DemoProcess b) throws IOException {
        a.ledger().put(Field.TARGET_RATE, churn);
        a.ledger().ask(Command.CHURN);
        final long beganNs = System.nanoTime();
        final long before = a.value(Field.OFFERED);
        b.ledger().ask(Command.PROBE);
        await(
                "the churn to end",
                () -> {
                    final long passedNs = System.nanoTime() - beganNs;
                    final long offered = a.value(Field.OFFERED);
                    view.show(
                            "churn",
                            (double) passedNs / churnNs,
                            perSecond(offered - before, beganNs) + ", lag " + count(offered - a.value(Field.ACKED))
                                    + ", lookups missed " + b.value(Field.LOOKUP_MISSES));
                    return passedNs >= churnNs;
                },
                a,
                b);
        view.done(
                "churn",
                perSecond(a.value(Field.OFFERED) - before, beganNs)
                        + ": moves, refreshes, removals, new ones; digests compared " + b.value(Field.DIGEST_CHECKS)
                        + " times, different " + b.value(Field.DIVERGENCES));
    }

    private DemoReport switchOver(DemoProcess a, DemoProcess b, DemoSettings settingsA, DemoSettings settingsB)
            throws IOException {
        final long batchRate = b.value(Field.BATCH_RATE);
        pause(PROBE_BEFORE_KILL_NS);
        final long missesBefore = b.value(Field.LOOKUP_MISSES);
        final long killedNs = System.nanoTime();
        a.kill();
        view.say("device a is killed (SIGKILL) in the middle of it");
        await("device b to become master", () -> isMaster(b), b);
        final double switchoverMs = (b.value(Field.ROLE_SINCE_NS) - killedNs) / NS_PER_MS;
        view.say(String.format(Locale.ROOT, "device b is master after %.1f ms", switchoverMs));
        pause(PROBE_AFTER_SWITCHOVER_NS);
        final long misses = b.value(Field.LOOKUP_MISSES) - missesBefore;
        final long lookups = b.value(Field.LOOKUPS);
        b.ledger().ask(Command.DUMP);
        await("device b to write its entries out", () -> b.ledger().isDone(Command.DUMP), b);

        final Verifier verifier = new Verifier(seed, neighbors, a.value(Field.ACKED), a.value(Field.OFFERED));
        verifier.read(Path.of(settingsB.ledger() + ".dump"));
        final Verifier.Result result = verifier.result();
        view.say("device b holds " + count(result.entries()) + " entries, each compared with what was acked; "
                + count(lookups) + " lookups meanwhile");
        return new DemoReport(
                neighbors,
                a.value(Field.OFFERED),
                a.value(Field.ACKED),
                result.lost() + result.wrong(),
                b.value(Field.DIGEST_CHECKS) > 0
                        && b.value(Field.DIVERGENCES) == 0
                        && b.value(Field.DIGEST) == verifier.digest(),
                batchRate,
                latency(settingsA),
                switchoverMs,
                misses);
    }

    private static Latency latency(DemoSettings settings) throws IOException {
        final Path file = Path.of(settings.ledger() + ".latency");
        if (!Files.exists(file)) {
            return new Latency(0, 0, 0, 0, 0);
        }
        final List<Long> values =
                Files.readAllLines(file).stream().map(Long::valueOf).toList();
        return new Latency(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
    }

    private static boolean isMaster(DemoProcess device) {
        return device.value(Field.MASTER) == 1;
    }

    private static void await(String what, BooleanSupplier condition, DemoProcess... living) throws IOException {
        final long deadlineNs = System.nanoTime() + STEP_TIMEOUT_NS;
        while (!condition.getAsBoolean()) {
            for (final DemoProcess process : living) {
                process.checkAlive();
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new DemoFailure("waited " + TimeUnit.NANOSECONDS.toSeconds(STEP_TIMEOUT_NS) + " s for " + what);
            }
            pause(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static void pause(long ns) {
        final long deadlineNs = System.nanoTime() + ns;
        while (System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(deadlineNs - System.nanoTime());
        }
    }

    private static String perSecond(long done, long sinceNs) {
        return count((long) (done * 1e9 / Math.max(1, System.nanoTime() - sinceNs))) + " a second";
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
