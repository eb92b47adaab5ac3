package io.ndpair.node.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many seeds on all cores, each run on its own; until there are none left, too many have failed, or the time is over. */
final class Campaign {
    private static final int MOST_FAILURES = 5;

    private final FaultCounts fired = new FaultCounts();
    private final StringBuilder failures = new StringBuilder();
    private final boolean printed;
    private final long last;
    private final long deadlineNs;
    private long next;
    private int failed;
    private int done;
    private long lookups;
    private long acks;
    private long records;
    private long slowestNs;

    Campaign(long first, int seeds, boolean printed, long mostNs) {
        next = first;
        last = first + seeds - 1;
        this.printed = printed;
        deadlineNs = System.nanoTime() + mostNs;
    }

    /** Runs them. */
    Campaign run(int threads) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(this::work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            executor.shutdownNow();
        }
        return this;
    }

    private void work() {
        for (long seed = take(); seed >= 0; seed = take()) {
            Simulation world = new Simulation(seed, new FaultCounts(), printed);
            String failure = null;
            try {
                world.run();
            } catch (Exception | AssertionError e) {
                failure = text(seed, e);
            }
            done(world, failure);
        }
    }

    /** The next seed; negative when there is none. */
    private synchronized long take() {
        boolean over = next > last || failed >= MOST_FAILURES || System.nanoTime() - deadlineNs > 0;
        return over ? -1 : next++;
    }

    private synchronized void done(Simulation world, String failure) {
        done++;
        if (failure != null) {
            failed++;
            failures.append(failure).append('\n');
        }
        fired.add(world.fired);
        lookups += world.checks.lookups;
        acks += world.ledger.acks;
        records += world.checks.journalRecordsCompared;
        slowestNs = Math.max(slowestNs, world.healedAfterNs);
    }

    private static String text(long seed, Throwable failure) {
        StringBuilder text = new StringBuilder("mvn -B verify -pl node -am -Dtest=SimulationTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dndpair.seed=")
                .append(seed)
                .append("\n  ")
                .append(failure);
        Throwable cause = failure instanceof Broken ? failure.getCause() : failure;
        for (int i = 0; cause != null && i < Math.min(12, cause.getStackTrace().length); i++) {
            text.append("\n    at ").append(cause.getStackTrace()[i]);
        }
        return text.toString();
    }

    int done() {
        return done;
    }

    /** What was broken, by seed; empty if nothing. */
    String failures() {
        return failures.toString();
    }

    FaultCounts fired() {
        return fired;
    }

    /** Whether anything was checked at all. */
    boolean hasChecked() {
        return acks > 0 && lookups > 0 && records > 0;
    }

    String summary() {
        return acks + " acks and " + lookups + " lookups checked, " + records
                + " journal records compared, slowest healing " + slowestNs / 1_000_000 + " ms; " + fired;
    }
}
