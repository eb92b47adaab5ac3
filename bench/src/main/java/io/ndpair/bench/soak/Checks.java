package io.ndpair.bench.soak;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What is looked at all along: tables against the ledger, digests against each other, and what processes hold. Confined to one thread. */
final class Checks {
    /** A comparison with the ledger is made again after so many times what the last one took. */
    private static final int REST_TIMES = 8;

    private static final int CHUNK = 4_096;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int MOST_WORDS = 50;
    private static final long ALIKE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long VITALS_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Plan plan;
    private final Pair pair;
    private final UserLoad load;
    private final Ledger ledger;
    private final Map<String, Life> living = new HashMap<>();
    private final List<Life> lives = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private long comparedNs = System.nanoTime();
    private long tookNs;
    private long lookedNs = System.nanoTime() - VITALS_NS;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong mistaken = new AtomicLong();
    private final AtomicLong diverged = new AtomicLong();
    private final AtomicLong leaked = new AtomicLong();
    private long doubted;
    private long comparisons;
    private long entriesCompared;
    private long digestsCompared;
    private long mostDiskBytes;
    private long strangers;

    Checks(Plan plan, Pair pair, UserLoad load, Ledger ledger) {
        this.plan = plan;
        this.pair = pair;
        this.load = load;
        this.ledger = ledger;
    }

    /** The table of a device that has just taken over, if the last comparison is long enough ago for what it costs. */
    void survivor(Member member) throws IOException {
        if (System.nanoTime() - comparedNs >= REST_TIMES * tookNs) {
            compare(member, "at the takeover");
        }
    }

    /** Every change that was acked before must be in a table. */
    void compare(Member member, String when) throws IOException {
        final long startNs = System.nanoTime();
        synchronized (ledger) {
            ledger.beginComparison();
        }
        final Path file = plan.directory().resolve("dump");
        final Ledger.Finding finding;
        try {
            final long entries = member.ask("dump " + file).get("entries");
            read(file, entries);
            for (int user = 0; user < ledger.users(); user += CHUNK) {
                synchronized (ledger) {
                    ledger.seekMissing(user, Math.min(ledger.users(), user + CHUNK));
                }
            }
        } catch (final IOException e) {
            synchronized (ledger) {
                ledger.abandonComparison();
            }
            throw e;
        } finally {
            Files.deleteIfExists(file);
        }
        synchronized (ledger) {
            finding = ledger.endComparison();
        }
        comparedNs = System.nanoTime();
        tookNs = comparedNs - startNs;
        judge(finding, member, when);
    }

    private void read(Path file, long entries) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            for (long from = 0; from < entries; from += CHUNK) {
                synchronized (ledger) {
                    for (long i = from; i < Math.min(entries, from + CHUNK); i++) {
                        ledger.see(in.readLong(), in.readLong(), in.readLong(), in.readByte(), pair.hadTwoMasters());
                    }
                }
            }
        }
    }

    private void judge(Ledger.Finding finding, Member member, String when) {
        comparisons++;
        entriesCompared += finding.entries;
        strangers = finding.strangers;
        doubted = Math.max(doubted, finding.doubted);
        lost.addAndGet(finding.lost());
        mistaken.addAndGet(finding.wrong());
        if (finding.lost() + finding.wrong() > 0) {
            tell(String.format(
                    Locale.ROOT,
                    "%s device %s: %,d of %,d acked missing, %,d at an older change, %,d wrong, %,d removed and there"
                            + " again; %s",
                    when,
                    member.name(),
                    finding.missing,
                    ledger.acked(),
                    finding.older,
                    finding.wrong,
                    finding.returned,
                    finding.example));
        }
    }

    /** Nobody does anything; then both tables must be alike. */
    void quiet(String when) throws IOException {
        load.pause(true);
        try {
            pair.awaitHealth(when);
            final long startNs = System.nanoTime();
            while (!isAlike()) {
                if (System.nanoTime() - startNs > ALIKE_NS) {
                    diverged.incrementAndGet();
                    tell("the tables differ " + when + ": " + pair.master().ask("status") + ", "
                            + pair.backup().ask("status"));
                    return;
                }
                LockSupport.parkNanos(POLL_NS);
            }
            digestsCompared++;
        } finally {
            load.pause(false);
        }
    }

    private boolean isAlike() throws IOException {
        final Map<String, Long> ours = pair.master().ask("health");
        final Map<String, Long> theirs = pair.backup().ask("health");
        return ours.get("sequence").equals(theirs.get("sequence"))
                && ours.get("digest").equals(theirs.get("digest"));
    }

    /** What both hold, if it was not looked at a moment ago. */
    void vitals() throws IOException {
        if (System.nanoTime() - lookedNs >= VITALS_NS) {
            look();
        }
    }

    /** What both hold. */
    void look() throws IOException {
        lookedNs = System.nanoTime();
        for (final Member member : pair.members()) {
            final Vitals vitals = Vitals.of(member, member.ask("status"));
            life(member).add(vitals);
            mostDiskBytes = Math.max(mostDiskBytes, vitals.diskBytes());
            if (vitals.diskBytes() > plan.mostDiskBytes()) {
                leaked.incrementAndGet();
                tell("device " + member.name() + " keeps " + vitals.diskBytes()
                        + " bytes on its disk, expected at most " + plan.mostDiskBytes());
            }
        }
    }

    private Life life(Member member) {
        return living.computeIfAbsent(member.name(), name -> {
            final Life life = new Life(name, member.lives());
            lives.add(life);
            return life;
        });
    }

    /** A process is gone: was it well to its end? */
    void endOfLife(Member member) {
        final Life life = living.remove(member.name());
        if (life != null) {
            life.leaks().forEach(leak -> {
                leaked.incrementAndGet();
                tell(leak);
            });
        }
    }

    /** Something that must not be; the first ones are kept in full. */
    void tell(String what) {
        if (wrong.size() < MOST_WORDS) {
            wrong.add(what);
        }
        System.err.println("soak: WRONG: " + what);
    }

    List<String> wrong() {
        return wrong;
    }

    List<Life> lives() {
        return lives;
    }

    long lost() {
        return lost.get();
    }

    long mistaken() {
        return mistaken.get();
    }

    long diverged() {
        return diverged.get();
    }

    long leaked() {
        return leaked.get();
    }

    /** At most at a time: brought back by a merge after two masters, and marked STALE for that. */
    long doubted() {
        return doubted;
    }

    long comparisons() {
        return comparisons;
    }

    long entriesCompared() {
        return entriesCompared;
    }

    long digestsCompared() {
        return digestsCompared;
    }

    long mostDiskBytes() {
        return mostDiskBytes;
    }

    long strangers() {
        return strangers;
    }
}
