package io.ndpair.node.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.faults.Account.Field;
import io.ndpair.node.linux.LinuxLab;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real device processes under load, each in a namespace, that are killed, stopped, started again and cut from each other, one fault
 * after the other. What was acked is known outside of both: it is looked for after every takeover and at the end.
 */
@Tag("root")
class FaultsIT {
    private static final int FAULTS = Integer.getInteger("ndpair.faults", 50);
    private static final int FAULTS_THAT_MEET_EVERY_KIND = 50;
    private static final int USERS = 20_000;

    /** Longer than what is in the rings takes, and than two reports. */
    private static final long SETTLED_MS = 500;

    /** What a stopped process may still offer when it goes on, and more. */
    private static final long INDEXES_BETWEEN_ERAS = 1_000;

    private enum Fault {
        KILL_MASTER,
        KILL_BACKUP,
        STOP_MASTER,
        STOP_BACKUP,
        CUT
    }

    /** Mutations first to acked, the latter not included, are known to have been acked. */
    private record Acked(String by, long first, long end) {}

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("ndpair.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Acked> acked = new ArrayList<>();
    private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
    private LinuxLab lab;
    private Namespace wire;
    private VictimProcess a;
    private VictimProcess b;
    private VictimProcess fed;
    private long era;
    private long firstOfEra;
    private long nextIndex;
    private long checks;

    @BeforeEach
    void connect() throws Exception {
        System.out.println("FaultsIT: -Dndpair.seed=" + seed);
        lab = LinuxLab.open();
        wire = lab.namespace("w");
        wire.ip("link add br0 type bridge mcast_snooping 0 forward_delay 0");
        wire.ip("link set br0 up");
        a = new VictimProcess("a", plug("a", "10.99.0.1"), "10.99.0.1", "10.99.0.2", directory, USERS);
        b = new VictimProcess("b", plug("b", "10.99.0.2"), "10.99.0.2", "10.99.0.1", directory, USERS);
    }

    private Namespace plug(String name, String address) throws Exception {
        Namespace end = lab.namespace(name);
        lab.cable(end, "eth0", wire, "port" + name);
        end.ip("addr add " + address + "/24 dev eth0");
        wire.ip("link set port" + name + " master br0");
        return end;
    }

    @AfterEach
    void takeDown() throws Exception {
        a.end();
        b.end();
        lab.close();
    }

    @Test
    void shouldKeepWhatWasAckedThroughKillsStopsAndCuts() throws Exception {
        a.start();
        a.await("the first master", a::isMaster);
        b.start();
        long begunNs = System.nanoTime();
        for (int i = 0; i < FAULTS; i++) {
            awaitHealth();
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            met.merge(fault, 1, Integer::sum);
            // The load goes on for a while, so that something is under way.
            pauseMs(20 + random.nextInt(80));
            strike(fault);
        }
        awaitHealth();
        endOfEra();
        assertAlikeAndWhole();
        long ackedMutations =
                acked.stream().mapToLong(era -> era.end() - era.first()).sum();
        System.out.printf(
                "FaultsIT: %d faults %s in %.1f s; %d mutations acked in %d eras; tables checked %d times, nothing lost%n",
                FAULTS, met, (System.nanoTime() - begunNs) / 1e9, ackedMutations, acked.size(), checks);
        assertThat(ackedMutations).isGreaterThan(USERS);
        if (FAULTS >= FAULTS_THAT_MEET_EVERY_KIND) {
            assertThat(met).containsOnlyKeys(Fault.values());
        }
    }

    private void strike(Fault fault) throws Exception {
        VictimProcess master = fed;
        VictimProcess backup = master == a ? b : a;
        switch (fault) {
            case KILL_MASTER -> {
                master.kill();
                noteAcked();
                backup.await("the mastership of " + backup.name, backup::isMaster);
                assertNothingAckedIsMissing(backup.table(), backup.name);
                feed(backup);
                pauseMs(random.nextInt(300));
                master.start();
            }
            case KILL_BACKUP -> {
                backup.kill();
                pauseMs(random.nextInt(300));
                backup.start();
            }
            case STOP_MASTER -> {
                master.signal("STOP");
                noteAcked();
                pauseMs(random.nextInt(900));
                if (backup.isMaster()) {
                    assertNothingAckedIsMissing(backup.table(), backup.name);
                    // It reads that its era is over when it goes on.
                    master.feed(0, 0);
                    feed(backup);
                }
                master.signal("CONT");
            }
            case STOP_BACKUP -> {
                backup.signal("STOP");
                pauseMs(random.nextInt(900));
                backup.signal("CONT");
            }
            case CUT -> {
                wire.exec("bridge link set dev porta state 0");
                pauseMs(random.nextInt(1_200));
                wire.exec("bridge link set dev porta state 3");
            }
        }
    }

    /** One master, which is fed, and a backup that is ready and has acked something that was offered after now. */
    private void awaitHealth() {
        await(
                "one master and a ready backup, after " + met,
                () -> a.isMaster() != b.isMaster() && (a.isMaster() ? b : a).value(Field.READY) == 1);
        VictimProcess master = a.isMaster() ? a : b;
        if (fed != master || master.value(Field.DOUBTFUL_ERA) == era) {
            if (fed != null) {
                endOfEra();
            }
            feed(master);
        }
        master.await("the era of " + master.name, () -> master.value(Field.FED_ERA) == era);
        long offered = master.value(Field.OFFERED);
        await(
                "acks by the peer of " + master.name + ", after " + met,
                () -> master.value(Field.ACKED) > offered
                        || !master.isMaster()
                        || master.value(Field.DOUBTFUL_ERA) == era);
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            LinuxLab.await(
                    what,
                    () -> assertThat(a.isAlive() && b.isAlive()).as("both live").isTrue(),
                    condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + a.log() + "\n" + b.log(), e);
        }
    }

    private void feed(VictimProcess master) {
        era++;
        fed = master;
        firstOfEra = nextIndex;
        master.feed(era, firstOfEra);
    }

    private void endOfEra() {
        noteAcked();
        fed.feed(0, 0);
    }

    /** What has been acked of the present era, and where the next one may begin. */
    private void noteAcked() {
        if (fed.value(Field.FED_ERA) == era) {
            acked.add(new Acked(fed.name, firstOfEra, fed.value(Field.ACKED)));
            nextIndex = Math.max(nextIndex, fed.value(Field.OFFERED) + INDEXES_BETWEEN_ERAS);
        }
    }

    private void assertAlikeAndWhole() throws IOException {
        fed.await("the end of the load", () -> fed.value(Field.FED_ERA) == 0);
        pauseMs(SETTLED_MS);
        await(
                "equal sequences and digests",
                () -> a.value(Field.SEQUENCE) == b.value(Field.SEQUENCE)
                        && a.value(Field.DIGEST) == b.value(Field.DIGEST));
        long sequence = a.value(Field.SEQUENCE);
        long[] ofA = a.table();
        long[] ofB = b.table();
        assertThat(a.value(Field.SEQUENCE)).as("nothing came in between").isEqualTo(sequence);
        assertThat(Arrays.equals(ofA, ofB)).as("equal tables").isTrue();
        assertNothingAckedIsMissing(ofA, "a");
        assertNothingAckedIsMissing(ofB, "b");
    }

    /** Each user stands at the last mutation of his that was acked, or at one that was offered after it. */
    private void assertNothingAckedIsMissing(long[] table, String name) {
        checks++;
        long[] least = new long[USERS];
        Arrays.fill(least, -1);
        for (Acked range : acked) {
            for (long index = range.first(); index < range.end(); index++) {
                int user = Users.user(index, USERS);
                least[user] = Math.max(least[user], index);
            }
        }
        List<String> lost = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            if (table[user] < least[user]) {
                lost.add(table[user] + " instead of " + least[user]);
            }
            if (table[user] >= 0) {
                assertThat(Users.user(table[user], USERS))
                        .as("whose mutation it is")
                        .isEqualTo(user);
            }
        }
        assertThat(lost)
                .as("users of %d at %s who stand before what was acked, after %s, acked %s", USERS, name, met, acked)
                .isEmpty();
    }

    private static void pauseMs(long ms) {
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        LinuxLab.await("the pause", () -> {}, () -> {
            LockSupport.parkNanos(100_000);
            return System.nanoTime() - untilNs >= 0;
        });
    }
}
