package io.ndpair.bench.soak;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How each fault is done to a pair that is whole. Whoever strikes waits for health afterwards. Confined to one thread. */
final class Strikes {
    /** Longer than the link's liveness time-out, so that the session is made anew. */
    private static final int LONG_MS = 12_000;

    private static final int LONG_ONE_IN = 8;
    private static final int SHORT_MS = 3_000;
    private static final int TAKEOVER_MS = 500;
    private static final double MOST_LOSS = 0.2;
    private static final int FLOOD = 50_000;
    private static final long LEFT_BYTES = 64L << 20;
    private static final int CHURNS = 5;

    private final Pair pair;
    private final Checks checks;
    private final SplittableRandom random;
    private final BooleanSupplier isStopped;

    Strikes(Pair pair, Checks checks, SplittableRandom random, BooleanSupplier isStopped) {
        this.pair = pair;
        this.checks = checks;
        this.random = random;
        this.isStopped = isStopped;
    }

    /** Strikes; answers what was done, in a few words. */
    String strike(Fault fault) throws IOException {
        switch (fault) {
            case KILL:
                return random.nextBoolean() ? killMaster() : killBackup();
            case STOP:
                return stop(random.nextBoolean() ? pair.master() : pair.backup());
            case CUT:
                return cut();
            case LOSS:
                return lose();
            case FULL:
                return fill(random.nextBoolean() ? pair.master() : pair.backup());
            case CHURN:
                return churn();
            default:
                return "nothing";
        }
    }

    private String killMaster() throws IOException {
        final Member dead = pair.master();
        dead.kill();
        checks.endOfLife(dead);
        pair.promoteBackup(false);
        checks.survivor(pair.master());
        dead.start();
        dead.role(false);
        return "kill master";
    }

    private String killBackup() throws IOException {
        final Member dead = pair.backup();
        dead.kill();
        checks.endOfLife(dead);
        pause(random.nextInt(SHORT_MS));
        dead.start();
        dead.role(false);
        return "kill backup";
    }

    private int someMs() {
        return random.nextInt(LONG_ONE_IN) == 0 ? LONG_MS : random.nextInt(SHORT_MS);
    }

    private String stop(Member victim) throws IOException {
        final boolean isMaster = victim == pair.master();
        final int forMs = someMs();
        victim.still(true);
        try {
            if (isMaster && forMs > TAKEOVER_MS) {
                pause(TAKEOVER_MS);
                pair.promoteBackup(false);
                checks.survivor(pair.master());
                pause(forMs - TAKEOVER_MS);
            } else {
                pause(forMs);
            }
        } finally {
            victim.still(false);
        }
        if (victim != pair.master()) {
            victim.role(false);
        }
        return isMaster ? "stop master" : "stop backup";
    }

    private String cut() throws IOException {
        final boolean makesTwo = random.nextInt(3) == 0;
        final Member first = pair.master();
        pair.proxy().cut(true);
        try {
            pause(makesTwo ? TAKEOVER_MS : someMs());
            if (makesTwo) {
                pair.promoteBackup(false);
                pause(random.nextInt(SHORT_MS));
            }
        } finally {
            pair.proxy().cut(false);
        }
        if (!makesTwo) {
            return "cut";
        }
        if (random.nextBoolean()) {
            // The one that the users went to loses.
            pair.resign(first);
        } else {
            first.role(false);
        }
        return "cut, two masters";
    }

    private String lose() {
        pair.proxy().lose(MOST_LOSS * random.nextDouble());
        try {
            pause(random.nextInt(SHORT_MS) + SHORT_MS);
        } finally {
            pair.proxy().lose(0);
        }
        return "loss";
    }

    private String fill(Member victim) throws IOException {
        final BoundedDisk disk = pair.disk(victim);
        disk.fillBut(random.nextLong(LEFT_BYTES));
        try {
            pause(random.nextInt(SHORT_MS) + SHORT_MS);
        } finally {
            disk.free();
        }
        return victim == pair.master() ? "full master" : "full backup";
    }

    private String churn() throws IOException {
        switch (random.nextInt(CHURNS)) {
            case 0:
                return pair.switchOver() ? "switchover" : "switchover refused";
            case 1:
                final Member first = pair.master();
                pair.promoteBackup(false);
                first.role(false);
                return "roles exchanged";
            case 2:
                pair.master().ask("flood " + FLOOD);
                return "flood";
            case 3:
                pair.backup().ask("batch");
                return "batch backup";
            default:
                final Member shut = random.nextBoolean() ? pair.master() : pair.backup();
                shut.ask("shut");
                pause(random.nextInt(SHORT_MS));
                shut.ask("open");
                return "service shut";
        }
    }

    /** Shorter if the soak is told to end. */
    private void pause(int ms) {
        final long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        long leftNs = untilNs - System.nanoTime();
        while (leftNs > 0 && !isStopped.getAsBoolean()) {
            LockSupport.parkNanos(Math.min(leftNs, TimeUnit.MILLISECONDS.toNanos(50)));
            leftNs = untilNs - System.nanoTime();
        }
    }
}
