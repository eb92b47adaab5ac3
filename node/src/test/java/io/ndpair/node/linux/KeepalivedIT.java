package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.linux.LinuxLab.Namespace;
import io.ndpair.node.linux.PacketCapture.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our elector and a real keepalived before the same hosts: who is master, and when. The times are between packets as the kernel stamped
 * them at the switch; they are printed.
 */
@Tag("root")
class KeepalivedIT {
    private static final String VIRTUAL_MAC = "00:00:5e:00:02:33";

    /** It reads its interfaces before its timer runs. */
    private static final int KEEPALIVED_START_MS = 3_000;

    /** Less than the shortest interval here: who did not yield would speak again after that. */
    private static final double SAME_MOMENT_MS = 8;

    private static final DecodedAdverts ADVERTS = new DecodedAdverts();

    @TempDir
    private static Path decoding;

    @TempDir
    private Path directory;

    private VrrpLab lab;
    private VrrpGroupConfig group;
    private ElectorRouter us;
    private Keepalived them;

    @BeforeEach
    void build() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        lab = new VrrpLab(directory);
    }

    /** What we sent in all of these tests was what the RFC says. */
    @AfterAll
    static void decode() throws Exception {
        ADVERTS.verify(decoding);
        System.out.println(ADVERTS.size() + " advertisements of ours decoded by tshark");
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
            if (group != null) {
                gather();
            }
        } finally {
            lab.close();
        }
    }

    private void gather() {
        final boolean isVirtual = group.options().virtualMac();
        final String mac = isVirtual
                ? VIRTUAL_MAC
                : lab.ours.exec("cat /sys/class/net/eth0/address").strip();
        final List<String> addresses = group.addresses().size() == 1 ? VrrpLab.ONE_ADDRESS : VrrpLab.SEVERAL_ADDRESSES;
        final int intervalMs = 10 * group.advertIntervalCs();
        ADVERTS.add(
                lab.capture.frames().stream()
                        .filter(frame -> frame.isAdvertOf(VrrpLab.OURS))
                        .toList(),
                DecodedAdverts.line(mac, group.priority(), intervalMs, addresses),
                DecodedAdverts.line(mac, 0, intervalMs, addresses));
    }

    private void startUs(final VrrpGroupConfig as) throws Exception {
        group = as;
        us = lab.start(as);
    }

    private void startUs(final int priority, final int intervalMs, final boolean preempt) throws Exception {
        startUs(lab.group(priority, intervalMs, preempt, VrrpLab.SEVERAL_ADDRESSES, false));
    }

    /**
     * To each advertisement of a lower priority keepalived 2.2.7 answers, before its own next one, with five announcements of each address,
     * 1.6 ms each here: that is 24 ms, and then its 10 ms. One of each leaves it inside a down interval of 36 ms.
     */
    private void startThem(final int priority, final int intervalMs, final boolean preempt) throws Exception {
        them = lab.start(VrrpLab.instance(
                priority,
                intervalMs,
                VrrpLab.SEVERAL_ADDRESSES,
                preempt ? "preempt_delay 0" : "nopreempt",
                "garp_lower_prio_repeat " + (intervalMs < 100 ? 1 : 5)));
    }

    private static String addressesOf(final Namespace namespace) {
        return namespace.ip("-6 addr show");
    }

    private void assertOnlyMaster(final String router, final int intervalMs) {
        lab.awaitOnlyMaster(router, intervalMs);
        final boolean isOurs = router.equals(VrrpLab.OURS);
        LinuxLab.await("our role", () -> {}, () -> us.role() == (isOurs ? Role.MASTER : Role.BACKUP));
        for (final String address : VrrpLab.SEVERAL_ADDRESSES) {
            final Namespace master = isOurs ? lab.ours : lab.theirs;
            final Namespace backup = isOurs ? lab.theirs : lab.ours;
            LinuxLab.await(address + " on the master", () -> {}, () -> addressesOf(master)
                    .contains(" " + address + "/"));
            LinuxLab.await(address + " not on the backup", () -> {}, () -> !addressesOf(backup)
                    .contains(" " + address + "/"));
        }
    }

    /** Both start orders; with preemption the stronger one is master in the end, without it whoever was there first. */
    @ParameterizedTest(name = "ours {0}, theirs {1}, ours first {2}, preempt {3}: ours is master {4}")
    @CsvSource({
        "200, 100, true, true, true",
        "200, 100, false, true, true",
        "200, 100, false, false, false",
        "100, 200, true, true, false",
        "100, 200, true, false, true",
        "100, 200, false, true, false",
        "100, 100, true, true, true",
        "100, 100, false, true, false",
        "100, 100, true, false, true",
        "100, 100, false, false, false",
    })
    void shouldAgreeWithKeepalivedWhoIsMaster(
            final int ourPriority,
            final int theirPriority,
            final boolean oursFirst,
            final boolean preempt,
            final boolean oursIsMaster)
            throws Exception {
        final int intervalMs = 100;
        if (oursFirst) {
            final double beganMs = PacketCapture.nowMs();
            startUs(ourPriority, intervalMs, preempt);
            final Frame first = lab.awaitAdvertOf(VrrpLab.OURS, beganMs);
            assertThat(first.atMs() - beganMs)
                    .as("S3: nobody there, so master after the down interval")
                    .isBetween(
                            VrrpLab.downIntervalMs(intervalMs, ourPriority) - 1.5,
                            VrrpLab.downIntervalMs(intervalMs, ourPriority) + VrrpLab.SLACK_MS);
        } else {
            startThem(theirPriority, intervalMs, preempt);
            lab.awaitOnlyMaster(VrrpLab.THEIRS, intervalMs);
        }
        final double secondMs = PacketCapture.nowMs();
        if (oursFirst) {
            startThem(theirPriority, intervalMs, preempt);
            LinuxLab.await("keepalived to have started", () -> {}, () -> log().contains("BACKUP STATE"));
        } else {
            startUs(ourPriority, intervalMs, preempt);
        }
        final double bothMs = PacketCapture.nowMs();
        // Long enough for any take-over that is going to happen.
        LinuxLab.await("six intervals", () -> {}, () -> PacketCapture.nowMs() - bothMs > 6.0 * intervalMs);
        assertOnlyMaster(oursIsMaster ? VrrpLab.OURS : VrrpLab.THEIRS, intervalMs);
        assertSecond(oursFirst, oursIsMaster, secondMs, intervalMs, oursFirst ? theirPriority : ourPriority);
    }

    /** Who came second and is weaker, or may not preempt, has said nothing; else it spoke after its down interval, and the first no more after that. */
    private void assertSecond(
            final boolean oursFirst,
            final boolean oursIsMaster,
            final double sinceMs,
            final int intervalMs,
            final int priority) {
        final String second = oursFirst ? VrrpLab.THEIRS : VrrpLab.OURS;
        final String first = oursFirst ? VrrpLab.OURS : VrrpLab.THEIRS;
        final Frame began = lab.capture.first(sinceMs, frame -> frame.isAdvertOf(second));
        if (oursIsMaster == oursFirst) {
            assertThat(began).as("an advertisement of who stays backup").isNull();
            return;
        }
        final double boundMs = VrrpLab.downIntervalMs(intervalMs, priority);
        assertThat(began.atMs() - sinceMs)
                .as("P1: preempts after its own down interval")
                .isBetween(boundMs - 1.5, boundMs + VrrpLab.SLACK_MS + (oursFirst ? KEEPALIVED_START_MS : 0));
        final Frame last = lab.capture.last(PacketCapture.nowMs(), frame -> frame.isAdvertOf(first));
        assertThat(last.atMs() - began.atMs())
                .as("P1: the former master falls silent when it hears the stronger one")
                .isLessThan(intervalMs + VrrpLab.SLACK_MS);
    }

    /** keepalived sends priority 255 from its own link-local address, as if it owned the addresses. */
    @ParameterizedTest(name = "owner-claim any: {0}")
    @ValueSource(booleans = {false, true})
    void shouldBelieveAnOwnerAtAnotherAddressOnlyWhenTold(final boolean anyOwner) throws Exception {
        final int intervalMs = 100;
        startThem(255, intervalMs, true);
        lab.awaitOnlyMaster(VrrpLab.THEIRS, intervalMs);
        final VrrpGroupConfig usual = lab.group(100, intervalMs, true, VrrpLab.SEVERAL_ADDRESSES, false);
        startUs(usual.withOptions(usual.options().withAnyOwner(anyOwner)));
        if (anyOwner) {
            LinuxLab.await("the owner heard", () -> {}, () -> us.status().masterPriority() == 255);
            assertOnlyMaster(VrrpLab.THEIRS, intervalMs);
        } else {
            LinuxLab.await("our role", () -> {}, () -> us.role() == Role.MASTER);
        }
        assertThat(us.status().dropped().getOrDefault(DropReason.OWNER_CLAIM, 0L) > 0)
                .isEqualTo(!anyOwner);
    }

    private String log() {
        try {
            return them.log();
        } catch (final java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> intervals() {
        return Stream.of(
                arguments(10, true), arguments(10, false),
                arguments(100, true), arguments(100, false),
                arguments(1000, true), arguments(1000, false));
    }

    /** The master dies without a word: the other takes over after the down interval; what dies is ours or theirs. */
    @ParameterizedTest(name = "{0} ms, ours dies {1}")
    @MethodSource("intervals")
    void shouldTakeOverFromADeadMaster(final int intervalMs, final boolean oursDies) throws Exception {
        startUs(oursDies ? 200 : 100, intervalMs, true);
        startThem(oursDies ? 100 : 200, intervalMs, true);
        final String before = oursDies ? VrrpLab.OURS : VrrpLab.THEIRS;
        final String after = oursDies ? VrrpLab.THEIRS : VrrpLab.OURS;
        lab.awaitOnlyMaster(before, intervalMs);
        final double killedMs = PacketCapture.nowMs();
        if (oursDies) {
            us.die();
        } else {
            them.kill();
        }
        lab.assertTakeOver(
                "kill -9 of " + (oursDies ? "ours" : "keepalived") + " at " + intervalMs + " ms",
                before,
                after,
                killedMs,
                VrrpLab.downIntervalMs(intervalMs, 100));
        if (!oursDies) {
            assertThat(us.shown()).contains("fe80::51/", "2001:db8:1::51/", "2001:db8:1::52/");
        }
    }

    /**
     * Rules B5 and P1 where the intervals differ: whoever may preempt does so after its own down interval, having accepted nothing; who may
     * not, or is weaker, learns the master's interval and waits for its silence by that.
     */
    @ParameterizedTest(name = "ours {0} at {1} ms, theirs {2} at {3} ms and first, preempt {4}: ours preempts {5}")
    @CsvSource({
        "200, 100, 100, 300, true, true",
        "200, 300, 100, 100, true, true",
        "200, 100, 100, 300, false, false",
        "100, 100, 200, 300, true, false",
    })
    void shouldAgreeAtUnequalIntervals(
            final int ourPriority,
            final int ourMs,
            final int theirPriority,
            final int theirMs,
            final boolean preempt,
            final boolean oursPreempts)
            throws Exception {
        startThem(theirPriority, theirMs, preempt);
        lab.awaitOnlyMaster(VrrpLab.THEIRS, theirMs);
        final double beganMs = PacketCapture.nowMs();
        startUs(ourPriority, ourMs, preempt);
        if (oursPreempts) {
            final double boundMs = VrrpLab.downIntervalMs(ourMs, ourPriority);
            assertThat(lab.awaitAdvertOf(VrrpLab.OURS, beganMs).atMs() - beganMs)
                    .isBetween(boundMs - 1.5, boundMs + VrrpLab.SLACK_MS);
            assertOnlyMaster(VrrpLab.OURS, ourMs);
            final double diedMs = PacketCapture.nowMs();
            us.die();
            lab.assertTakeOver(
                    "kill -9 of ours at " + ourMs + " ms, keepalived at " + theirMs + " ms",
                    VrrpLab.OURS,
                    VrrpLab.THEIRS,
                    diedMs,
                    VrrpLab.downIntervalMs(ourMs, theirPriority));
            return;
        }
        LinuxLab.await("the interval learned", () -> {}, () -> us.status().timerRunCs() == theirMs / 10);
        assertOnlyMaster(VrrpLab.THEIRS, theirMs);
        final double killedMs = PacketCapture.nowMs();
        them.kill();
        lab.assertTakeOver(
                "kill -9 of keepalived at " + theirMs + " ms, ours at " + ourMs + " ms",
                VrrpLab.THEIRS,
                VrrpLab.OURS,
                killedMs,
                VrrpLab.downIntervalMs(theirMs, ourPriority));
        LinuxLab.await(
                "B6: as master our own interval", () -> {}, () -> us.status().timerRunCs() == ourMs / 10);
    }

    /** The master stops in an orderly way: priority 0, and the other takes over after the skew. */
    @ParameterizedTest(name = "{0} ms, ours stops {1}")
    @CsvSource({"10, true", "10, false", "100, true", "100, false", "1000, true", "1000, false"})
    void shouldTakeOverFromAResigningMaster(final int intervalMs, final boolean oursStops) throws Exception {
        startUs(oursStops ? 200 : 100, intervalMs, true);
        startThem(oursStops ? 100 : 200, intervalMs, true);
        final String before = oursStops ? VrrpLab.OURS : VrrpLab.THEIRS;
        lab.awaitOnlyMaster(before, intervalMs);
        final double stoppedMs = PacketCapture.nowMs();
        if (oursStops) {
            us.stop();
        } else {
            them.stop();
        }
        capture("priority 0", stoppedMs, before, 0);
        lab.assertTakeOver(
                "resignation of " + (oursStops ? "ours" : "keepalived") + " at " + intervalMs + " ms",
                before,
                oursStops ? VrrpLab.THEIRS : VrrpLab.OURS,
                stoppedMs,
                VrrpLab.skewMs(intervalMs, 100));
        if (oursStops) {
            assertThat(us.shown()).doesNotContain("fe80::51/").doesNotContain("2001:db8:1::51/");
        }
    }

    private void capture(final String what, final double sinceMs, final String router, final int priority) {
        lab.capture.await(
                what + " of " + router, sinceMs, frame -> frame.isAdvertOf(router) && frame.priority() == priority);
    }

    /** Virtual MACs and one address: every combination agrees, and the death of the master is noticed. */
    @DisplayName("R20 adverts from our own virtual MAC are heard; T10 whose MAC they bear")
    @ParameterizedTest(name = "virtual MAC ours {0}, theirs {1}")
    @CsvSource({"true, true", "true, false", "false, true"})
    void shouldWorkWithVirtualMacsOnEitherSide(final boolean ours, final boolean theirs) throws Exception {
        startUs(lab.group(100, 100, true, VrrpLab.ONE_ADDRESS, ours));
        lab.awaitOnlyMaster(VrrpLab.OURS, 100);
        them = lab.start(
                theirs
                        ? VrrpLab.instance(200, 100, VrrpLab.ONE_ADDRESS, "use_vmac")
                        : VrrpLab.instance(200, 100, VrrpLab.ONE_ADDRESS));
        lab.awaitOnlyMaster(VrrpLab.THEIRS, 100);
        LinuxLab.await("our role", () -> {}, () -> us.role() == Role.BACKUP);
        final double killedMs = PacketCapture.nowMs();
        them.kill();
        lab.assertTakeOver(
                "kill -9 of keepalived, virtual MAC ours " + ours + ", theirs " + theirs,
                VrrpLab.THEIRS,
                VrrpLab.OURS,
                killedMs,
                VrrpLab.downIntervalMs(100, 100));
        final String mac = lab.awaitAdvertOf(VrrpLab.OURS, killedMs).sourceMac();
        assertThat(mac.equals(VIRTUAL_MAC)).isEqualTo(ours);
    }

    /** Several addresses move with the virtual MAC when the master stops in an orderly way, whichever it is. */
    @ParameterizedTest(name = "virtual MAC ours {0}, theirs true, ours stops {1}")
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldHandOverSeveralAddressesWithVirtualMacs(final boolean ours, final boolean oursStops) throws Exception {
        final int intervalMs = 100;
        startUs(lab.group(oursStops ? 200 : 100, intervalMs, true, VrrpLab.SEVERAL_ADDRESSES, ours));
        them = lab.start(VrrpLab.instance(
                oursStops ? 100 : 200, intervalMs, VrrpLab.SEVERAL_ADDRESSES, "preempt_delay 0", "use_vmac"));
        final String before = oursStops ? VrrpLab.OURS : VrrpLab.THEIRS;
        final String after = oursStops ? VrrpLab.THEIRS : VrrpLab.OURS;
        lab.awaitOnlyMaster(before, intervalMs);
        final double stoppedMs = PacketCapture.nowMs();
        if (oursStops) {
            us.stop();
        } else {
            them.stop();
        }
        capture("priority 0", stoppedMs, before, 0);
        lab.assertTakeOver(
                "resignation of " + (oursStops ? "ours" : "keepalived") + ", virtual MAC ours " + ours
                        + ", theirs true",
                before,
                after,
                stoppedMs,
                VrrpLab.skewMs(intervalMs, 100));
        for (final String address : VrrpLab.SEVERAL_ADDRESSES) {
            LinuxLab.await(
                    address + " on the new master", () -> {}, () -> addressesOf(oursStops ? lab.theirs : lab.ours)
                            .contains(" " + address + "/"));
            LinuxLab.await(
                    address + " not on the old one", () -> {}, () -> !addressesOf(oursStops ? lab.ours : lab.theirs)
                            .contains(" " + address + "/"));
        }
    }

    /** Both are master behind a cut; after it is healed one of them remains, within an interval and the skew. */
    @DisplayName("H1 of two masters one is left within an interval and the skew")
    @ParameterizedTest(name = "ours {0}, theirs {1}, {2} ms")
    @CsvSource({"200, 100, 100", "100, 200, 100", "100, 100, 100", "200, 100, 10", "100, 200, 10", "200, 100, 1000"})
    void shouldLeaveOneMasterWhenACutHeals(final int ourPriority, final int theirPriority, final int intervalMs)
            throws Exception {
        startUs(ourPriority, intervalMs, true);
        startThem(theirPriority, intervalMs, true);
        LinuxLab.await("a master", () -> {}, () -> lab.capture.first(0, Frame::isAdvert) != null);
        lab.cut(true);
        LinuxLab.await("our mastership", () -> {}, () -> us.role() == Role.MASTER);
        LinuxLab.await("theirs", () -> {}, () -> addressesOf(lab.theirs).contains(" 2001:db8:1::52/"));
        final double healedMs = PacketCapture.nowMs();
        lab.cut(false);
        final boolean oursWins = ourPriority > theirPriority;
        final String winner = oursWins ? VrrpLab.OURS : VrrpLab.THEIRS;
        final String loser = oursWins ? VrrpLab.THEIRS : VrrpLab.OURS;
        assertOnlyMaster(winner, intervalMs);
        final Frame last = lab.capture.last(PacketCapture.nowMs(), frame -> frame.isAdvertOf(loser));
        final double tookMs = last == null ? 0 : Math.max(0, last.atMs() - healedMs);
        System.out.printf(
                "heal of %d against %d: last word of the loser after %.2f ms%n", ourPriority, theirPriority, tookMs);
        assertWeYield(healedMs, intervalMs, ourPriority, theirPriority);
        assertThat(tookMs)
                .as("H1: within an interval and the skew")
                .isLessThan(intervalMs + VrrpLab.skewMs(intervalMs, 100) + VrrpLab.SLACK_MS);
    }

    /** Whatever keepalived's pace: after a stronger word we are silent for a whole down interval. */
    private void assertWeYield(
            final double sinceMs, final int intervalMs, final int ourPriority, final int theirPriority) {
        double strongerMs = -1e9;
        for (final Frame frame : lab.capture.frames()) {
            if (frame.atMs() < sinceMs) {
                continue;
            }
            if (frame.isAdvertOf(VrrpLab.THEIRS) && theirPriority > ourPriority) {
                strongerMs = frame.atMs();
            } else if (frame.isAdvertOf(VrrpLab.OURS)) {
                // Ours may have been under way when theirs passed; from then on it is a new claim.
                assertThat(frame.atMs() - strongerMs)
                        .as("H1: our word after a stronger one")
                        .satisfiesAnyOf(ms -> assertThat(ms).isLessThan(SAME_MOMENT_MS), ms -> assertThat(ms)
                                .isGreaterThan(VrrpLab.downIntervalMs(intervalMs, ourPriority) - 1.5));
            }
        }
    }
}
