package io.ndpair.bench.soak;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.figure.Chart;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One soak from start to end. {@link #stop} is for any thread, all else is confined to one. */
final class Soak implements AutoCloseable {
    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long MOST_CALM_NS = TimeUnit.SECONDS.toNanos(6);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int QUIET_EVERY = 6;
    private static final double NS_PER_S = 1e9;

    private final Plan plan;
    private final PrintStream out;
    private final Ledger ledger;
    private final UserLoad load;
    private final Pair pair;
    private final Checks checks;
    private final Strikes strikes;
    private final SplittableRandom random;
    private final List<Fault> deck = new ArrayList<>();
    private final List<Chart.Mark> marks = new ArrayList<>();
    private final Map<String, List<Double>> heals = new TreeMap<>();
    private volatile boolean isStopped;
    private volatile int struck;
    private volatile String doing = "";

    Soak(Plan plan, ChildJvm jvm, PrintStream out) throws IOException {
        this.plan = plan;
        this.out = out;
        random = new SplittableRandom(plan.seed());
        ledger = new Ledger(plan.neighbors());
        load = new UserLoad(ledger, plan.seed(), plan.ratePerSecond());
        pair = new Pair(plan, jvm, load);
        checks = new Checks(plan, pair, load, ledger);
        strikes = new Strikes(pair, checks, random, () -> isStopped);
    }

    /** Ends it before its time, in good order. */
    void stop() {
        isStopped = true;
    }

    boolean isStopped() {
        return isStopped;
    }

    /** All of it. What is found wrong is in {@link #checks}. */
    void run() throws IOException {
        final Progress progress = new Progress(plan, load, checks, this, out);
        try {
            out.println("soak: " + fullBy());
            pair.start();
            load.start();
            fill();
            load.measure(plan.durationNs());
            out.println("soak: all have arrived, " + plan.faults());
            progress.start();
            final long startNs = load.startNs();
            for (int i = 1; !isStopped && System.nanoTime() - startNs < plan.durationNs(); i++) {
                leaveAlone(startNs);
                checks.vitals();
                strike(startNs);
                if (i % QUIET_EVERY == 0) {
                    load.calm(false);
                    doing = "at rest, to compare digests";
                    checks.quiet("after fault " + i);
                    load.calm(true);
                }
            }
            last();
        } catch (final Pair.NotHealed e) {
            checks.tell(e.getMessage());
        } finally {
            progress.close();
            load.close();
        }
    }

    private void fill() throws IOException {
        out.printf("soak: %,d users arrive%n", plan.neighbors());
        while (!load.haveAllArrived() && !isStopped) {
            LockSupport.parkNanos(POLL_NS);
        }
        pair.awaitHealth("the arrival of all users");
    }

    private void leaveAlone(long startNs) {
        final long untilNs = System.nanoTime() + CALM_NS + random.nextLong(MOST_CALM_NS - CALM_NS);
        while (!isStopped && System.nanoTime() - untilNs < 0 && System.nanoTime() - startNs < plan.durationNs()) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private void strike(long startNs) throws IOException {
        if (isStopped) {
            return;
        }
        if (deck.isEmpty()) {
            deck.addAll(plan.faults());
            if (pair.disk(pair.master()) == null) {
                deck.remove(Fault.FULL);
            }
            Collections.shuffle(deck, new Random(random.nextLong()));
        }
        final Fault fault = deck.isEmpty() ? Fault.NONE : deck.remove(deck.size() - 1);
        if (fault == Fault.NONE) {
            return;
        }
        load.calm(false);
        final long beganNs = System.nanoTime();
        doing = fault.toString().toLowerCase(Locale.ROOT);
        final String what = strikes.strike(fault);
        doing = "healing after " + what;
        final long overNs = System.nanoTime();
        pair.awaitHealth(what);
        final long wholeNs = System.nanoTime();
        doing = "left alone";
        load.calm(true);
        marks.add(new Chart.Mark((beganNs - startNs) / NS_PER_S, (wholeNs - startNs) / NS_PER_S, what));
        struck = marks.size();
        heals.computeIfAbsent(what, any -> new ArrayList<>()).add((wholeNs - overNs) / NS_PER_S);
    }

    private void last() throws IOException {
        doing = "last checks";
        load.calm(false);
        checks.quiet("at the end");
        load.pause(true);
        if (plan.isLossPlanted()) {
            final int user = ledger.someSettledUser();
            pair.master().ask("forget " + Change.high(user) + ' ' + Change.low(user, ledger.address(user)));
        }
        checks.compare(pair.master(), "at the end");
        checks.compare(pair.backup(), "at the end");
        checks.look();
        pair.members().forEach(checks::endOfLife);
    }

    String fullBy() {
        if (!plan.faults().contains(Fault.FULL)) {
            return "disks are not filled";
        }
        return pair.disk(pair.master()) == null
                ? "disks are not filled: mounting a file system of a device's own needs root"
                : "each device has a file system of its own ("
                        + pair.disk(pair.master()).kind() + ", " + (plan.diskBytes() >> 20)
                        + " MiB), which another file fills";
    }

    /** What goes on, for whoever watches. */
    String doing() {
        return doing;
    }

    int faults() {
        return struck;
    }

    UserLoad load() {
        return load;
    }

    Checks checks() {
        return checks;
    }

    List<Chart.Mark> marks() {
        return marks;
    }

    /** Seconds from the end of a fault until the pair was whole again, by what was done. */
    Map<String, List<Double>> heals() {
        return heals;
    }

    @Override
    public void close() throws IOException {
        pair.close();
    }
}
