package io.ndpair.bench.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Tells on a terminal how far a soak has come and what is left, on one line; elsewhere a line now and then. A thread of its own. */
final class Progress implements AutoCloseable {
    private static final long TERMINAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long OTHERWISE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MINUTE_S = 60;
    private static final int HOUR_S = 3_600;

    private final Plan plan;
    private final UserLoad load;
    private final Checks checks;
    private final Soak soak;
    private final PrintStream out;
    private final boolean isTerminal = isTerminal();
    private final Thread thread = new Thread(this::run, "progress");
    private volatile boolean isEnding;

    Progress(Plan plan, UserLoad load, Checks checks, Soak soak, PrintStream out) {
        this.plan = plan;
        this.load = load;
        this.checks = checks;
        this.soak = soak;
        this.out = out;
        thread.setDaemon(true);
    }

    /** Whether standard error is one; what the JVM calls the console is standard input and output. */
    private static boolean isTerminal() {
        try {
            final String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (final IOException e) {
            // No such system.
            return false;
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        final long intervalNs = isTerminal ? TERMINAL_NS : OTHERWISE_NS;
        long nextNs = System.nanoTime() + intervalNs;
        long ackedBefore = load.acked();
        while (!isEnding) {
            LockSupport.parkNanos(POLL_NS);
            if (System.nanoTime() - nextNs < 0) {
                continue;
            }
            nextNs += intervalNs;
            final long acked = load.acked();
            final String line = line(acked, (acked - ackedBefore) * 1e9 / intervalNs);
            ackedBefore = acked;
            if (isTerminal) {
                out.print('\r' + line + "\u001b[K");
                out.flush();
            } else {
                out.println(line);
            }
        }
        if (isTerminal) {
            out.println();
        }
    }

    private String line(long acked, double ratePerSecond) {
        final long ranS = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - load.startNs());
        final long leftS = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(plan.durationNs()) - ranS);
        return String.format(
                Locale.ROOT,
                "soak: %s, %s left%s: %,d acked, %,.0f/s, %,d waiting, %d faults, lost %d, wrong %d, diverged %d,"
                        + " leaked %d; %s",
                clock(ranS),
                clock(leftS),
                soak.isStopped() ? " (ending)" : "",
                acked,
                ratePerSecond,
                load.offered() - acked,
                soak.faults(),
                checks.lost(),
                checks.mistaken(),
                checks.diverged(),
                checks.leaked(),
                soak.doing());
    }

    static String clock(long seconds) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", seconds / HOUR_S, seconds / MINUTE_S % MINUTE_S, seconds % MINUTE_S);
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
