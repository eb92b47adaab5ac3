package io.ndpair.node.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.TestPorts;
import io.ndpair.node.cli.demo.DemoLedger.Command;
import io.ndpair.node.cli.demo.DemoLedger.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real device processes on loopback that are killed, started again, and checked entry by entry. */
class DevicesIT {
    private static final int USERS = 50_000;
    private static final int CHURN = 5_000;
    private static final long SEED = 42;
    private static final long PATIENCE_S = 60;

    @TempDir
    private Path directory;

    private static void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waiting for " + what).isNegative();
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void shouldLoseNothingAckedWhenTheMasterIsKilled() throws IOException {
        final DemoReport report = new Demo(
                        directory,
                        USERS,
                        CHURN,
                        TimeUnit.SECONDS.toNanos(2),
                        TestPorts.free(),
                        SEED,
                        new ProgressView(System.out, false))
                .run();
        System.out.print(report.table());
        assertThat(report.isGood()).isTrue();
        assertThat(report.acked()).isGreaterThan(USERS);
        assertThat(report.lostAcked()).isZero();
        assertThat(report.digestsEqual()).isTrue();
        assertThat(report.switchoverLookupMisses()).isZero();
        assertThat(report.json()).contains("\"lostAcked\": 0").contains("\"digestsEqual\": true");
    }

    @Test
    void shouldResumeWithoutABatchBackupAfterTheBackupWasKilled() throws IOException {
        final DemoSettings settingsA = DemoSettings.a(directory, TestPorts.free(), USERS, SEED);
        final DemoSettings settingsB = DemoSettings.b(directory, settingsA.port(), USERS, SEED);
        try (DemoProcess a = filled(settingsA)) {
            final long killedAt;
            try (DemoProcess b = joined(settingsB)) {
                a.ledger().put(Field.TARGET_RATE, CHURN);
                a.ledger().ask(Command.CHURN);
                await("churn to be acked", () -> a.value(Field.ACKED) > USERS + CHURN);
                // A batch backup is on the backup's own disk when its checkpoint is; until then a kill costs another
                // one.
                await("b's checkpoint", () -> b.value(Field.JOURNALED_SEQUENCE) > USERS);
                b.kill();
                killedAt = a.value(Field.OFFERED);
            }
            await("churn to go on alone", () -> a.value(Field.OFFERED) > killedAt + CHURN);
            final long startedNs = System.nanoTime();
            try (DemoProcess b = DemoProcess.start(settingsB)) {
                await("b to serve again", () -> b.value(Field.STARTED) == 1);
                final double servingMs = (System.nanoTime() - startedNs) / 1e6;
                assertThat(b.value(Field.TABLE_SIZE)).as("from its own disk").isPositive();
                await("b to be ready again", () -> b.value(Field.READY) == 1);
                assertThat(b.value(Field.BATCH_BACKUPS))
                        .as("batch backups after the restart: it resumes where its ack stood")
                        .isZero();
                await("b to catch up", () -> a.value(Field.ACKED) > killedAt + CHURN);
                System.out.printf(
                        Locale.ROOT, "restarted backup: process start to serving %.0f ms, JVM included%n", servingMs);
                assertThat(b.value(Field.DIVERGENCES)).isZero();
                checkAfterTheMasterDied(a, b, settingsB);
            }
        }
    }

    @Test
    void shouldGiveTheWholeTableToTheFirstMasterBeforeItPreempts() throws IOException {
        final DemoSettings settingsA = DemoSettings.a(directory, TestPorts.free(), USERS, SEED);
        final DemoSettings settingsB = DemoSettings.b(directory, settingsA.port(), USERS, SEED);
        try (DemoProcess a = filled(settingsA);
                DemoProcess b = joined(settingsB)) {
            a.kill();
            await("b to become master", () -> b.value(Field.MASTER) == 1);
            try (DemoProcess again = DemoProcess.start(settingsA)) {
                await("a to become master again", () -> again.value(Field.MASTER) == 1);
                assertThat(again.value(Field.READY_BEFORE_MASTER))
                        .as("its table was complete before it preempted")
                        .isEqualTo(1);
                await("b to be backup", () -> b.value(Field.MASTER) == 0);
                await("b to be ready", () -> b.value(Field.READY) == 1);
                assertThat(again.value(Field.TABLE_SIZE)).isEqualTo(USERS);
            }
        }
    }

    private static DemoProcess filled(DemoSettings settings) throws IOException {
        final DemoProcess a = DemoProcess.start(settings);
        await("a to become master", () -> a.value(Field.MASTER) == 1);
        a.ledger().ask(Command.FILL);
        await(
                "a to learn and journal",
                () -> a.value(Field.TABLE_SIZE) == USERS && a.value(Field.JOURNALED_SEQUENCE) >= USERS);
        return a;
    }

    private static DemoProcess joined(DemoSettings settings) throws IOException {
        final DemoProcess b = DemoProcess.start(settings);
        await("b to be ready", () -> b.value(Field.READY) == 1 && b.value(Field.TABLE_SIZE) >= USERS);
        return b;
    }

    private static void checkAfterTheMasterDied(DemoProcess a, DemoProcess b, DemoSettings settingsB)
            throws IOException {
        a.kill();
        await("b to become master", () -> b.value(Field.MASTER) == 1);
        b.ledger().ask(Command.DUMP);
        await("the dump", () -> b.ledger().isDone(Command.DUMP));
        final Verifier verifier = new Verifier(SEED, USERS, a.value(Field.ACKED), a.value(Field.OFFERED));
        verifier.read(Path.of(settingsB.ledger() + ".dump"));
        assertThat(verifier.result().lost()).isZero();
        assertThat(verifier.result().wrong()).isZero();
    }
}
