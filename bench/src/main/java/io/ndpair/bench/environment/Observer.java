package io.ndpair.bench.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Watches the machine while something is measured: {@link #begin}, measure, {@link #end}. Between the two it costs nothing but its
 * {@link JitterProbe}. Confined to one thread.
 */
public final class Observer implements AutoCloseable {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double US = 1_000;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;
    private static final int FIELDS = 8;

    private final JitterProbe jitter = JitterProbe.start();
    private final List<Path> watched;
    private Reading before;

    /** Watches; what this process does is nobody else's doing. */
    public Observer() {
        this(List.of());
    }

    /** Watches; what this process and these do is nobody else's doing. */
    public Observer(List<ProcessHandle> measured) {
        final List<Path> directories = new ArrayList<>(List.of(Path.of("/proc/self")));
        measured.forEach(process -> directories.add(Path.of("/proc/" + process.pid())));
        watched = List.copyOf(directories);
        before = take();
    }

    /** From now on. */
    public void begin() {
        jitter.take();
        before = take();
    }

    /** What happened since {@link #begin}. */
    public Disturbance end() {
        final Reading now = take();
        final Histogram late = jitter.take();
        final double total = Math.max(1, now.total - before.total);
        final double steal = now.steal - before.steal;
        final double own = now.own - before.own;
        final double busy = now.busy - before.busy;
        return new Disturbance(
                100 * steal / total,
                // The clocks behind the two are not read at the same moment.
                Math.max(0, 100 * (busy - own) / total),
                (now.switches - before.switches) * 1e9 / Math.max(1, now.atNs - before.atNs),
                now.preemptions - before.preemptions,
                late.getValueAtPercentile(99) / US,
                late.getMaxValue() / US);
    }

    @Override
    public void close() {
        jitter.close();
    }

    private Reading take() {
        final String[] words = ProcFiles.field(STAT, "cpu ").split("\\s+", -1);
        if (words.length < FIELDS) {
            return new Reading(System.nanoTime(), 0, 0, 0, 0, 0, 0);
        }
        final long[] ticks =
                Arrays.stream(words, 0, FIELDS).mapToLong(Long::parseLong).toArray();
        final long total = Arrays.stream(ticks).sum();
        return new Reading(
                System.nanoTime(),
                total,
                total - ticks[IDLE] - ticks[IO_WAIT] - ticks[STEAL],
                ticks[STEAL],
                watched.stream().mapToLong(Observer::ticks).sum(),
                ProcFiles.number(STAT, "ctxt "),
                watched.stream()
                        .mapToLong(process -> ProcFiles.sumOverThreads(process, "nonvoluntary_ctxt_switches"))
                        .sum());
    }

    /** User and system time of a process. */
    private static long ticks(Path process) {
        final String line = ProcFiles.line(process.resolve("stat"));
        // The second field is a name in parentheses that may hold anything.
        final String[] words = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        return words.length > 12 ? Long.parseLong(words[11]) + Long.parseLong(words[12]) : 0;
    }

    /** Ticks of 10 ms, of all cores together, and counts. */
    private record Reading(long atNs, long total, long busy, long steal, long own, long switches, long preemptions) {}
}
