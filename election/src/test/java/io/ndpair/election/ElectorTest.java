package io.ndpair.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ndpair.election.ElectionException.Category;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.Adverts;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.election.vrrp.TrackedObject;
import io.ndpair.election.vrrp.VrrpAdvertisement;
import io.ndpair.election.vrrp.VrrpCounter;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The elector with a clock that the test moves, on the test's thread. */
class ElectorTest {
    private static final long MS = Adverts.MS;
    private static final long PEER = 0x0bL;

    private final List<String> journal = new ArrayList<>();
    private final FakeChannel channel = new FakeChannel(0x0a, journal);
    private long nowNs = Long.MAX_VALUE - 300 * MS;
    private long wallMs = 1_000;
    private Elector elector;

    private final AddressOwner owner = new AddressOwner() {
        @Override
        public void claim(VrrpGroupConfig group) {
            journal.add("claim " + group.name());
        }

        @Override
        public void announce(VrrpGroupConfig group) {
            journal.add("announce " + group.name());
        }

        @Override
        public void release(VrrpGroupConfig group) {
            journal.add("release " + group.name() + " " + group.addresses().size());
        }

        @Override
        public int doWork(long cycleNs) {
            return 0;
        }
    };

    private final ElectorListener listener = new ElectorListener() {
        @Override
        public void onDropped(String interfaceName, String group, DropReason reason, long total) {
            journal.add("dropped " + interfaceName + " " + group + " " + reason + " " + total);
        }

        @Override
        public void onNotice(String group, AdvertNotice notice, long total) {
            journal.add("notice " + group + " " + notice + " " + total);
        }

        @Override
        public void onError(String where, Throwable error) {
            journal.add("error " + where + " " + error.getMessage());
        }
    };

    @BeforeEach
    void open() {
        elector = new Elector(
                ElectorConfig.DEFAULT,
                () -> nowNs,
                () -> wallMs,
                (group, role, reason, atNs) -> journal.add("role " + group + " " + role + " " + reason),
                listener);
    }

    private void run(long ns) {
        final long endNs = nowNs + ns;
        elector.doWork();
        while (endNs - elector.nextDeadlineNs(nowNs) >= 0) {
            nowNs = elector.nextDeadlineNs(nowNs);
            elector.doWork();
        }
        nowNs = endNs;
        elector.doWork();
    }

    private static VrrpGroupConfig group(String name, int vrid, int priority) {
        return new VrrpGroupConfig(name, "eth0", vrid, priority, 10, 3, true, 0, Adverts.ADDRESSES);
    }

    private void hear(int priority) {
        hear(Adverts.advert(priority, 10, PEER).byteArray(), 255);
    }

    private void hear(byte[] bytes, int hopLimit) {
        channel.incoming.add(new FakeChannel.Received(new UnsafeBuffer(bytes), PEER, hopLimit));
    }

    /** A right advertisement of VRID 52. */
    private static byte[] strangerAdvert() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[VrrpAdvertisement.MAX_SENT_BYTES]);
        final int length =
                VrrpAdvertisement.encode(buffer, 0, group("g52", 52, 100), 100, FakeChannel.LINK_LOCAL, PEER);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    private VrrpGroupStatus status(String name) {
        return elector.status(name).orElseThrow();
    }

    private void becomeMaster() {
        elector.add(group("g51", 51, 100), channel, owner);
        run(400 * MS);
        assertThat(status("g51").role()).isEqualTo(Role.MASTER);
        journal.clear();
    }

    @Test
    @DisplayName("B4 N8 becoming master: advert, claim, announce, then the role is told")
    void shouldActInOrderOnBecomingMaster() {
        elector.add(group("g51", 51, 100), channel, owner);
        run(360 * MS);
        assertThat(journal).containsExactly("role g51 BACKUP START");
        journal.clear();
        run(1 * MS);

        assertThat(journal).containsExactly("send 100", "claim g51", "announce g51", "role g51 MASTER DOWN_TIMER");
        journal.clear();
        run(2_500 * MS);
        assertThat(journal.stream().filter("announce g51"::equals)).hasSize(2);
        assertThat(journal.stream().filter("send 100"::equals)).hasSize(25);
    }

    @Test
    @DisplayName("M4 losing: the role is told, then the addresses are released")
    void shouldReleaseOnLosing() {
        becomeMaster();
        hear(200);
        run(0);

        assertThat(journal).containsExactly("role g51 BACKUP HIGHER_PRIORITY_HEARD", "release g51 3");
    }

    @Test
    @DisplayName("M2 shutdown: priority 0 for every group, addresses away, and nothing starts again")
    void shouldResignAtShutdown() {
        becomeMaster();
        elector.shutdown();
        assertThat(elector.isShutDown()).isFalse();
        run(0);

        assertThat(elector.isShutDown()).isTrue();
        assertThat(journal).containsExactly("send 0", "role g51 INITIALIZE SHUTDOWN", "release g51 3");
        elector.add(group("g52", 52, 255), channel, owner);
        run(5_000 * MS);
        assertThat(status("g51").role()).isEqualTo(Role.INITIALIZE);
        assertThat(status("g52").role()).isEqualTo(Role.INITIALIZE);
        elector.onClose();
        assertThat(channel.closed).isTrue();
    }

    @Test
    void shouldResignAtClose() {
        becomeMaster();
        elector.onClose();

        assertThat(journal).containsExactly("send 0", "role g51 INITIALIZE SHUTDOWN", "release g51 3");
        assertThat(channel.closed).isTrue();
    }

    @Test
    @DisplayName("S4 L1 L2 groups follow the link")
    void shouldFollowLink() {
        becomeMaster();
        channel.up = false;
        run(1_000 * MS);
        assertThat(journal).containsExactly("role g51 INITIALIZE LINK_DOWN", "release g51 3");
        journal.clear();
        channel.up = true;
        run(360 * MS);
        assertThat(journal).containsExactly("role g51 BACKUP LINK_UP");
    }

    @Test
    @DisplayName("after a stall of the thread, waiting adverts are heard before the timer fires")
    void shouldHearBeforeTimers() {
        elector.add(group("g51", 51, 100), channel, owner);
        run(0);
        nowNs += 5_000 * MS;
        hear(200);
        elector.doWork();

        assertThat(status("g51").role()).isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName(
            "R0b a flood before the master's advert in the queue makes no backup master; an endless one does not keep it from it")
    void shouldReadOnBeforeItBelievesInSilence() {
        elector.add(group("g51", 51, 100), channel, owner);
        run(0);
        nowNs += 5_000 * MS;
        flood(3 * ElectorConfig.DEFAULT.pollLimit());
        hear(200);
        for (int cycle = 0; cycle < 4; cycle++) {
            elector.doWork();
            assertThat(status("g51").role()).isEqualTo(Role.BACKUP);
        }
        assertThat(channel.incoming).isEmpty();
        assertThat(elector.nextDeadlineNs(nowNs)).as("heard").isGreaterThan(nowNs + 300 * MS);

        nowNs += 5_000 * MS;
        flood(18 * ElectorConfig.DEFAULT.pollLimit());
        for (int cycle = 0; cycle < 17; cycle++) {
            assertThat(status("g51").role()).isEqualTo(Role.BACKUP);
            elector.doWork();
        }
        assertThat(status("g51").role()).isEqualTo(Role.MASTER);
        channel.sent.clear();
        nowNs += 100 * MS;
        flood(ElectorConfig.DEFAULT.pollLimit());
        elector.doWork();
        assertThat(channel.sent).as("a master's adverts wait for nothing").hasSize(1);
    }

    private void flood(int packets) {
        final byte[] bad = Adverts.advert(200, 10, PEER).byteArray();
        for (int i = 0; i < packets; i++) {
            hear(bad, 64);
        }
    }

    @Test
    @DisplayName(
            "B4 the silence begins when the advert arrived, not when it was read; a clock that was set is not believed")
    void shouldCountSilenceFromTheArrival() {
        elector.add(group("g51", 51, 100), channel, owner);
        run(0);
        channel.arrivedAgoNs = MS;
        hear(200);
        elector.doWork();
        final long downNs = 300 * MS + 156 * 100 * MS / 256;
        assertThat(elector.nextDeadlineNs(nowNs)).isEqualTo(nowNs - MS + downNs);

        for (final long strange : new long[] {-5_000 * MS, 5_000 * MS, Long.MIN_VALUE, Long.MAX_VALUE}) {
            channel.arrivedAgoNs = strange;
            hear(200);
            elector.doWork();
            assertThat(elector.nextDeadlineNs(nowNs) - nowNs).isBetween(downNs - 2 * MS, downNs);
        }
    }

    @Test
    @DisplayName("R6 many groups share a channel; adverts go to the group of their VRID")
    void shouldDispatchByVrid() {
        elector.add(group("g51", 51, 100), channel, owner);
        elector.add(group("g52", 52, 100), channel, owner);
        for (int i = 0; i < 10; i++) {
            hear(200);
            run(100 * MS);
        }
        assertThat(status("g51").role()).isEqualTo(Role.BACKUP);
        assertThat(status("g51").masterLow()).isEqualTo(PEER);
        assertThat(status("g52").role()).isEqualTo(Role.MASTER);
        assertThat(elector.statuses()).extracting(s -> s.config().name()).containsExactly("g51", "g52");
    }

    @Test
    @DisplayName("R1 R6 R7 drops are counted by group or interface, and reported at a limited rate")
    void shouldCountAndReportDrops() {
        elector.add(group("g51", 51, 100), channel, owner);
        run(0);
        journal.clear();
        for (int i = 0; i < 100; i++) {
            hear(Adverts.advert(200, 10, PEER).byteArray(), 64);
            hear(new byte[1], 255);
        }
        final byte[] stranger = Adverts.advert(200, 10, PEER).byteArray();
        stranger[1] = 99;
        hear(stranger, 255);
        run(0);

        assertThat(status("g51").dropped()).containsEntry(DropReason.HOP_LIMIT, 100L);
        assertThat(elector.strays("eth0"))
                .containsEntry(DropReason.TRUNCATED, 100L)
                .containsEntry(DropReason.CHECKSUM, 1L);
        assertThat(journal)
                .containsExactly(
                        "dropped eth0 g51 HOP_LIMIT 1", "dropped eth0  TRUNCATED 1", "dropped eth0  CHECKSUM 1");
        nowNs += 10_000 * MS;
        hear(Adverts.advert(200, 10, PEER).byteArray(), 64);
        elector.doWork();
        assertThat(journal).contains("dropped eth0 g51 HOP_LIMIT 101");
    }

    @Test
    @DisplayName("R13 R16 oddities are told at a limited rate")
    void shouldReportOddities() {
        elector.add(group("g51", 51, 100), channel, owner);
        run(0);
        journal.clear();
        for (int i = 0; i < 10; i++) {
            hear(Adverts.advert(200, 50, PEER).byteArray(), 255);
            run(100 * MS);
        }
        assertThat(journal).containsExactly("notice g51 INTERVAL_DIFFERS 1");
        assertThat(status("g51").noticed()).containsEntry(AdvertNotice.INTERVAL_DIFFERS, 10L);
        assertThat(status("g51").timerRunCs()).isEqualTo(50);
        assertThat(status("g51").timerConfigCs()).isEqualTo(10);
    }

    @Test
    @DisplayName("T1 readiness is handed over and shown")
    void shouldGatePreemption() {
        elector.add(group("g51", 51, 200), channel, owner, false);
        elector.ready("g51", false, "batch backup running");
        for (int i = 0; i < 50; i++) {
            hear(100);
            run(100 * MS);
        }
        assertThat(status("g51").role()).isEqualTo(Role.BACKUP);
        assertThat(status("g51").ready()).isFalse();
        assertThat(status("g51").readyReason()).isEqualTo("batch backup running");
        assertThat(status("g51").readyForS()).isEqualTo(5);
        assertThat(status("g51").priorityRun()).isEqualTo(1);
        elector.ready("g51", true, "in real-time backup");
        elector.complete("g51");
        for (int i = 0; i < 4; i++) {
            hear(100);
            run(100 * MS);
        }
        assertThat(status("g51").role()).isEqualTo(Role.MASTER);
        assertThat(status("g51").reason()).isEqualTo(RoleReason.PREEMPT);
        assertThat(status("g51").readyReason()).isEqualTo("in real-time backup");
    }

    @Test
    void shouldShowStatus() {
        final VrrpGroupOptions tracks = VrrpGroupOptions.DEFAULT.withTracked(
                List.of(new TrackedObject("uplink", TrackedObject.Effect.REDUCED, 30)));
        elector.add(group("g51", 51, 100).withOptions(tracks), channel, owner);
        assertThat(status("g51").role()).isEqualTo(Role.INITIALIZE);
        wallMs = 2_000;
        run(400 * MS);
        elector.tracked("g51", "uplink", false);
        elector.tracked("g51", "unknown", false);
        wallMs = 3_000;
        run(0);
        final VrrpGroupStatus status = status("g51");

        assertThat(status.createTimeMs()).isEqualTo(1_000);
        assertThat(status.lastChangeTimeMs()).isEqualTo(2_000);
        assertThat(status.masterLow()).isEqualTo(0x0a);
        assertThat(status.localLow()).isEqualTo(0x0a);
        assertThat(status.priorityRun()).isEqualTo(70);
        assertThat(status.priorityConfig()).isEqualTo(100);
        assertThat(status.masterPriority()).isEqualTo(70);
        assertThat(status.tracked()).singleElement().satisfies(state -> assertThat(state.down())
                .isTrue());
        assertThat(status.counters()).containsEntry(VrrpCounter.BECAME_MASTER, 1L);
        assertThat(elector.status("none")).isEmpty();
    }

    @Test
    void shouldReleaseWhatWasClaimedWhenAddressesChange() {
        becomeMaster();
        final VrrpGroupConfig one =
                new VrrpGroupConfig("g51", "eth0", 51, 100, 10, 3, true, 0, List.of(Adverts.ADDRESSES.get(0)));
        elector.update(one);
        run(0);
        assertThat(journal).containsExactly("send 100", "release g51 3", "claim g51", "announce g51");
        journal.clear();
        elector.remove("g51");
        run(0);

        assertThat(journal).containsExactly("send 0", "role g51 INITIALIZE SHUTDOWN", "release g51 1");
        assertThat(channel.closed).isTrue();
        assertThat(elector.statuses()).isEmpty();
    }

    @Test
    void shouldKeepChannelWhileAGroupNeedsIt() {
        elector.add(group("g51", 51, 100), channel, owner);
        elector.add(group("g52", 52, 100), channel, owner);
        elector.remove("g51");
        elector.add(group("again", 51, 100), channel, owner);
        elector.remove("g52");
        run(400 * MS);
        assertThat(channel.closed).isFalse();
        assertThat(status("again").role()).isEqualTo(Role.MASTER);
        hear(50);
        hear(strangerAdvert(), 255);
        run(0);
        assertThat(elector.strays("eth0")).as("the VRID of the removed group").containsEntry(DropReason.VRID, 1L);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        elector.add(group("g51", 51, 100), channel, owner);
        final FakeChannel other = new FakeChannel(0x0a, journal);

        assertThatThrownBy(() -> elector.add(group("g51", 52, 100), channel, owner))
                .isInstanceOf(ElectionException.class)
                .hasMessage("group g51 exists already");
        assertThatThrownBy(() -> elector.add(group("g52", 51, 100), channel, owner))
                .hasMessage("group g52: VRID 51 is taken on eth0");
        assertThatThrownBy(() -> elector.update(group("g51", 52, 100))).hasMessageContaining("cannot change");
        assertThatThrownBy(() -> elector.remove("none")).hasMessage("there is no group none");
        elector.add(group("other", 51, 100), other, owner);
    }

    @Test
    void shouldTellFullQueueAndForgetNothing() {
        elector.add(group("g51", 51, 100), channel, owner);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        elector.ready("g51", true, "x");
                    }
                })
                .isInstanceOfSatisfying(
                        ElectionException.class, e -> assertThat(e.category()).isEqualTo(Category.RETRY));
        assertThatThrownBy(() -> elector.remove("g51")).isInstanceOf(ElectionException.class);
        assertThat(elector.status("g51")).isPresent();
        for (int i = 0; i < 20; i++) {
            elector.doWork();
        }
        elector.remove("g51");
    }

    @Test
    void shouldSurviveWhatOthersThrow() {
        elector.add(group("g51", 51, 100), channel, new AddressOwner() {
            @Override
            public void claim(VrrpGroupConfig group) {
                throw new IllegalStateException("no such interface");
            }

            @Override
            public void announce(VrrpGroupConfig group) {}

            @Override
            public void release(VrrpGroupConfig group) {}

            @Override
            public int doWork(long cycleNs) {
                return 0;
            }
        });
        run(400 * MS);
        channel.failure = new IllegalStateException("socket gone");
        run(1_000 * MS);

        assertThat(status("g51").role()).isEqualTo(Role.MASTER);
        assertThat(journal).contains("error g51: addresses no such interface", "error eth0: channel socket gone");
        assertThat(channel.sent.size()).isGreaterThan(10);
    }

    @Test
    void shouldRetryFailedSend() {
        becomeMaster();
        channel.takes = false;
        run(100 * MS);
        channel.takes = true;
        run(10 * MS);

        assertThat(journal).contains("send 100");
        assertThat(status("g51").counters().get(VrrpCounter.SEND_FAILURES)).isPositive();
    }

    @Test
    @DisplayName("the steady path of a backup and of a master allocates nothing")
    void shouldNotAllocateOnSteadyPath() {
        elector.add(group("g51", 51, 100), channel, AddressOwner.none());
        elector.add(group("g52", 52, 100), channel, AddressOwner.none());
        channel.keepsSent = false;
        final byte[] bytes = Adverts.advert(200, 10, PEER).byteArray();
        final FakeChannel.Received received = new FakeChannel.Received(new UnsafeBuffer(bytes), PEER, 255);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        steady(received, 3_000);
        final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        steady(received, 1_000);
        final long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;

        assertThat(status("g51").role()).isEqualTo(Role.BACKUP);
        assertThat(status("g52").role()).isEqualTo(Role.MASTER);
        assertThat(allocatedBytes).as("bytes in 1000 cycles").isLessThan(1_000);
    }

    private void steady(FakeChannel.Received received, int cycles) {
        for (int i = 0; i < cycles; i++) {
            channel.incoming.add(received);
            nowNs += 100 * MS;
            elector.doWork();
        }
    }
}
