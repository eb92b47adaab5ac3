package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.node.linux.PacketCapture.Frame;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody on the segment sends what every router would yield to, if it were not wrong in one thing: a master and a backup of ours stay what
 * they are, count why, and keep their time. (keepalived as master falls silent under the same packets, 2.2.7 and later.)
 */
@Tag("root")
class HostilePacketsIT {
    private static final int INTERVAL_MS = 100;
    private static final int FEW = 50;
    private static final int FLOOD = 40_000;
    /** What a stranger can put on this wire; destination and own address are tested with the channel, there are no member groups. */
    private static final Set<DropReason> REASONS =
            EnumSet.complementOf(EnumSet.of(DropReason.DESTINATION, DropReason.OWN_SOURCE, DropReason.MEMBER));

    @TempDir
    private Path directory;

    private VrrpLab lab;
    private ElectorRouter master;
    private ElectorRouter backup;
    private int index;

    @BeforeEach
    void build() throws Exception {
        lab = new VrrpLab(directory);
        master = new ElectorRouter(
                lab.theirs, VrrpLab.LINK, lab.group(200, INTERVAL_MS, true, VrrpLab.ONE_ADDRESS, false));
        backup = lab.start(lab.group(100, INTERVAL_MS, true, VrrpLab.ONE_ADDRESS, false));
        lab.awaitOnlyMaster(VrrpLab.THEIRS, INTERVAL_MS);
        index = Integer.parseInt(
                lab.host.exec("cat /sys/class/net/eth0/ifindex").trim());
    }

    @AfterEach
    void takeDown() {
        try {
            if (master != null) {
                master.close();
                assertThat(master.errors()).isEmpty();
            }
            if (backup != null) {
                backup.close();
                assertThat(backup.errors()).isEmpty();
            }
        } finally {
            lab.close();
        }
    }

    private static long dropped(final ElectorRouter router, final DropReason reason) {
        return reason == DropReason.VRID
                ? router.elector().strays("eth0").getOrDefault(reason, 0L)
                : router.status().dropped().getOrDefault(reason, 0L);
    }

    private void send(final DropReason reason, final int count) throws Exception {
        lab.host.run(() ->
                ForgedAdvert.refusedFor(reason, VrrpLab.VRID, INTERVAL_MS / 10).send(index, count));
    }

    @Test
    void shouldCountEachByItsReasonAndStayWhatTheyAre() throws Exception {
        final List<Role> ofMaster = master.roles();
        final List<Role> ofBackup = backup.roles();
        for (final DropReason reason : REASONS) {
            send(reason, FEW);
            LinuxLab.await(
                    "all " + reason, () -> {}, () -> dropped(master, reason) == FEW && dropped(backup, reason) == FEW);
        }
        assertThat(master.roles()).isEqualTo(ofMaster);
        assertThat(backup.roles()).isEqualTo(ofBackup);
        assertThat(master.status().dropped().values().stream().mapToLong(n -> n).sum())
                .as("each once, by its first reason")
                .isEqualTo((long) FEW * (REASONS.size() - 1));
    }

    /** An owner is at the group's first address; whoever says 255 from a greater one elsewhere would win the tie of two owners. */
    @Test
    void shouldNotLetAStrangerDeposeAnOwner() throws Exception {
        backup.stop();
        master.stop();
        master = new ElectorRouter(
                lab.theirs, VrrpLab.LINK, lab.group(255, INTERVAL_MS, true, VrrpLab.ONE_ADDRESS, false));
        LinuxLab.await("the owner told", () -> {}, () -> master.roles().contains(Role.MASTER));
        final List<Role> before = master.roles();
        final int reportsBefore = master.reports();

        send(DropReason.OWNER_CLAIM, FEW);

        LinuxLab.await("all of them", () -> {}, () -> dropped(master, DropReason.OWNER_CLAIM) == FEW);
        LinuxLab.await("the drop and the second owner told", () -> {}, () -> master.reports() >= reportsBefore + 2);
        assertThat(master.roles()).isEqualTo(before);
        assertThat(master.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void shouldKeepTheirTimeUnderAFlood() throws Exception {
        final List<Role> ofMaster = master.roles();
        final List<Role> ofBackup = backup.roles();
        final int reportsBefore = master.reports();
        final PacketCapture ofMasterAlone =
                new PacketCapture(lab.wire, "br0", directory.resolve("master.pcap"), "ip6 and src fe80::b");
        final double beganMs = PacketCapture.nowMs();
        for (final DropReason reason : List.of(DropReason.CHECKSUM, DropReason.HOP_LIMIT, DropReason.VRID)) {
            send(reason, FLOOD);
            assertThat(dropped(master, reason)).isPositive();
        }
        // Right in everything, but weaker: neither the master's answers nor the backup's patience follow their rate.
        lab.host.run(() -> ForgedAdvert.weaker(VrrpLab.VRID, INTERVAL_MS / 10).send(index, FLOOD));
        LinuxLab.await("the rival seen", () -> {}, () -> master.status().rivalPresent());
        final double endedMs = PacketCapture.nowMs();
        LinuxLab.await("five intervals more", () -> {}, () -> PacketCapture.nowMs() - endedMs > 5.0 * INTERVAL_MS);
        double longestMs = 0;
        double lastMs = beganMs;
        int adverts = 0;
        for (final Frame frame : ofMasterAlone.frames()) {
            if (frame.isAdvertOf(VrrpLab.THEIRS) && frame.atMs() >= beganMs) {
                longestMs = Math.max(longestMs, frame.atMs() - lastMs);
                lastMs = frame.atMs();
                adverts++;
            }
        }
        ofMasterAlone.close();
        System.out.printf(
                "%d bad packets in %.0f ms (%.0f a second): longest time between two advertisements of the master %.2f ms,"
                        + " %d advertisements, %d reports%n",
                4 * FLOOD,
                endedMs - beganMs,
                4 * FLOOD / (endedMs - beganMs) * 1e3,
                longestMs,
                adverts,
                master.reports() - reportsBefore);
        assertThat(master.roles()).isEqualTo(ofMaster);
        assertThat(backup.roles()).isEqualTo(ofBackup);
        assertThat(adverts)
                .as("M5: answers to weaker ones are limited to four an interval")
                .isLessThan((int) (6 * (lastMs - beganMs) / INTERVAL_MS) + 6);
        assertThat(longestMs).isLessThan(VrrpLab.downIntervalMs(INTERVAL_MS, 100));
        assertThat(master.reports() - reportsBefore).as("reports are limited").isLessThan(50);
    }
}
