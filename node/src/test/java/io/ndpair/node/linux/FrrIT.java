package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.node.linux.PacketCapture.Frame;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our elector and a real FRR before the same hosts. FRR speaks from its macvlan, so the virtual MAC is its source. */
@Tag("root")
class FrrIT {
    private static final int INTERVAL_MS = 100;

    @TempDir
    private Path directory;

    private VrrpLab lab;
    private ElectorRouter us;
    private Frr them;

    @BeforeEach
    void build() throws Exception {
        lab = new VrrpLab(directory);
    }

    @AfterEach
    void takeDown() throws Exception {
        try {
            if (us != null) {
                us.close();
                assertThat(us.errors()).isEmpty();
            }
            if (them != null) {
                them.close();
            }
        } finally {
            lab.close();
        }
    }

    private void startUs(final int priority, final boolean preempt) throws Exception {
        us = lab.start(lab.group(priority, INTERVAL_MS, preempt, VrrpLab.SEVERAL_ADDRESSES, false));
    }

    private void startThem(final int priority, final boolean preempt) throws Exception {
        them = new Frr(lab.theirs, directory, priority, INTERVAL_MS, preempt, VrrpLab.SEVERAL_ADDRESSES);
    }

    @ParameterizedTest(name = "ours {0}, theirs {1}, ours first {2}, preempt {3}: ours is master {4}")
    @CsvSource({
        "200, 100, true, true, true",
        "200, 100, false, true, true",
        "200, 100, false, false, false",
        "100, 200, true, true, false",
        "100, 200, true, false, true",
    })
    void shouldAgreeWithFrrWhoIsMaster(
            final int ourPriority,
            final int theirPriority,
            final boolean oursFirst,
            final boolean preempt,
            final boolean oursIsMaster)
            throws Exception {
        if (oursFirst) {
            startUs(ourPriority, preempt);
            lab.awaitOnlyMaster(VrrpLab.OURS, INTERVAL_MS);
            startThem(theirPriority, preempt);
        } else {
            startThem(theirPriority, preempt);
            lab.awaitOnlyMaster(VrrpLab.THEIRS, INTERVAL_MS);
            startUs(ourPriority, preempt);
        }
        final double bothMs = PacketCapture.nowMs();
        LinuxLab.await("six intervals", () -> {}, () -> PacketCapture.nowMs() - bothMs > 6.0 * INTERVAL_MS);
        lab.awaitOnlyMaster(oursIsMaster ? VrrpLab.OURS : VrrpLab.THEIRS, INTERVAL_MS);
        LinuxLab.await("our role", () -> {}, () -> us.role() == (oursIsMaster ? Role.MASTER : Role.BACKUP));
        assertThat(them.log()).contains(oursIsMaster ? "-> Backup" : "-> Master");
    }

    @ParameterizedTest(name = "ours dies {0}")
    @CsvSource({"true", "false"})
    void shouldTakeOverFromADeadMaster(final boolean oursDies) throws Exception {
        startUs(oursDies ? 200 : 100, true);
        startThem(oursDies ? 100 : 200, true);
        final String before = oursDies ? VrrpLab.OURS : VrrpLab.THEIRS;
        final String after = oursDies ? VrrpLab.THEIRS : VrrpLab.OURS;
        lab.awaitOnlyMaster(before, INTERVAL_MS);
        final double killedMs = PacketCapture.nowMs();
        if (oursDies) {
            us.die();
        } else {
            them.kill();
        }
        lab.assertTakeOver(
                "kill -9 of " + (oursDies ? "ours" : "FRR"),
                before,
                after,
                killedMs,
                VrrpLab.downIntervalMs(INTERVAL_MS, 100));
    }

    @Test
    void shouldTakeOverAtOnceWhenFrrResigns() throws Exception {
        startUs(100, true);
        startThem(200, true);
        lab.awaitOnlyMaster(VrrpLab.THEIRS, INTERVAL_MS);
        final double stoppedMs = PacketCapture.nowMs();
        them.stop();
        final Frame farewell = lab.capture.await(
                "priority 0 of FRR", stoppedMs, frame -> frame.isAdvertOf(VrrpLab.THEIRS) && frame.priority() == 0);
        assertThat(farewell.sourceMac()).isEqualTo("00:00:5e:00:02:33");
        lab.assertTakeOver(
                "resignation of FRR", VrrpLab.THEIRS, VrrpLab.OURS, stoppedMs, VrrpLab.skewMs(INTERVAL_MS, 100));
    }
}
