package io.ndpair.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.etrunk.ETrunkCause;
import io.ndpair.election.etrunk.ETrunkConfig;
import io.ndpair.election.etrunk.ETrunkMemberConfig;
import io.ndpair.election.etrunk.HelloDrop;
import io.ndpair.election.etrunk.HelloNotice;
import io.ndpair.election.etrunk.MemberCause;
import io.ndpair.election.etrunk.MemberMode;
import io.ndpair.election.role.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Two electors with an E-Trunk each, on the test's thread and clock. */
class ETrunksTest {
    private static final long S = 1_000_000_000L;

    private final List<String> journal = new ArrayList<>();
    private final Wire toA = new Wire();
    private final Wire toB = new Wire();
    private long nowNs = Long.MAX_VALUE - 5 * S;
    private final Elector a = elector("a");
    private final Elector b = elector("b");

    /** One direction of a link. */
    private static final class Wire {
        final Deque<DirectBuffer> flying = new ArrayDeque<>();
        boolean cut;
    }

    private static final class End implements ETrunkChannel {
        final Wire in;
        final Wire out;
        String closedReason = "";
        RuntimeException failure;

        End(Wire in, Wire out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public boolean send(DirectBuffer hello, int offset, int length) {
            final byte[] copy = new byte[length];
            hello.getBytes(offset, copy);
            if (!out.cut) {
                out.flying.add(new UnsafeBuffer(copy));
            }
            return true;
        }

        @Override
        public int poll(Handler handler, int limit) {
            if (failure != null) {
                throw failure;
            }
            int polled = 0;
            while (polled < limit && !in.flying.isEmpty()) {
                final DirectBuffer hello = in.flying.poll();
                handler.onHello(hello, 0, hello.capacity());
                polled++;
            }
            return polled;
        }

        @Override
        public String closedReason() {
            return closedReason;
        }

        @Override
        public int doWork(long atNs) {
            return 0;
        }

        @Override
        public void close() {
            closedReason = "closed";
        }
    }

    private Elector elector(String name) {
        return new Elector(
                ElectorConfig.DEFAULT,
                () -> nowNs,
                () -> 0,
                (member, role, reason, atNs) -> journal.add(name + " role " + member + " " + role + " " + reason),
                new ElectorListener() {
                    @Override
                    public void onDropped(
                            String port, String group, io.ndpair.election.vrrp.DropReason reason, long total) {}

                    @Override
                    public void onNotice(String group, io.ndpair.election.vrrp.AdvertNotice notice, long total) {}

                    @Override
                    public void onError(String where, Throwable error) {
                        journal.add(name + " error " + where + " " + error.getMessage());
                    }
                });
    }

    private ETrunkListener listener(String name) {
        return new ETrunkListener() {
            @Override
            public void onState(int trunk, Role before, Role now, ETrunkCause cause) {
                journal.add(name + " state " + trunk + " " + before + " " + now + " " + cause);
            }

            @Override
            public void onMemberState(int trunk, int ethTrunk, Role before, Role now, MemberCause cause) {
                journal.add(name + " member " + trunk + " " + ethTrunk + " " + before + " " + now + " " + cause);
            }

            @Override
            public void onHelloDropped(int trunk, HelloDrop reason, long total) {
                journal.add(name + " dropped " + reason + " " + total);
            }

            @Override
            public void onHelloNotice(int trunk, HelloNotice notice) {
                journal.add(name + " notice " + notice);
            }
        };
    }

    private static ETrunkConfig trunk(int priority, long systemId) {
        return new ETrunkConfig(1, priority, systemId, 10, 20, true, 120, 0, Optional.empty(), false, 0, 32_768);
    }

    private final End endA = new End(toA, toB);
    private final End endB = new End(toB, toA);

    private void start() {
        a.trunks().add(trunk(10, 1), endA, new Random(1)::nextLong, listener("a"));
        b.trunks().add(trunk(20, 2), endB, new Random(2)::nextLong, listener("b"));
        final ETrunkMemberConfig member = new ETrunkMemberConfig("m10", 10, 10, MemberMode.AUTO);
        a.trunks().addMember(1, member, true, true);
        b.trunks().addMember(1, member, true, true);
        run(2 * S);
    }

    private void run(long ns) {
        final long endNs = nowNs + ns;
        while (endNs - nowNs > 0) {
            a.doWork();
            b.doWork();
            final long nextNs = Math.min(a.nextDeadlineNs(nowNs) - nowNs, b.nextDeadlineNs(nowNs) - nowNs);
            nowNs += Math.min(endNs - nowNs, Math.max(1_000_000L, Math.min(nextNs, S)));
        }
        a.doWork();
        b.doWork();
    }

    @Test
    void shouldTellRolesAndStatesOnce() {
        start();
        assertThat(journal)
                .containsSubsequence(
                        "a state 1 BACKUP MASTER PRI",
                        "a role m10 MASTER ETRUNK",
                        "a member 1 10 BACKUP MASTER ETRUNK_MASTER")
                .contains("b state 1 BACKUP BACKUP PRI", "b member 1 10 INITIALIZE BACKUP ETRUNK_BACKUP")
                .doesNotHaveDuplicates();
        journal.clear();
        run(30 * S);
        assertThat(journal).isEmpty();
        assertThat(a.trunks().status(1).orElseThrow().state()).isEqualTo(Role.MASTER);
        assertThat(a.trunks().status(1).orElseThrow().peer().orElseThrow().heard())
                .isTrue();
        assertThat(b.trunks().counters(1).orElseThrow().received()).isGreaterThan(30);
        a.trunks().memberState(1, "m10", false);
        run(S);
        assertThat(journal).contains("a role m10 BACKUP PEER_MEMBER_UP", "b role m10 MASTER PEER_MEMBER_DOWN");
    }

    @Test
    void shouldTakeLeaveOnRemovalAndShutdown() {
        start();
        journal.clear();
        a.trunks().remove(1);
        run(100_000_000L);
        assertThat(journal).contains("a role m10 INITIALIZE SHUTDOWN", "b state 1 BACKUP MASTER PEER_NODE_DOWN");
        assertThat(endA.closedReason).isEqualTo("closed");
        assertThat(a.trunks().status(1)).isEmpty();
        assertThatThrownBy(() -> a.trunks().update(trunk(1, 1)))
                .isInstanceOf(ElectionException.class)
                .hasMessageContaining("no e-trunk 1");
        b.shutdown();
        b.doWork();
        assertThat(journal).contains("b role m10 INITIALIZE SHUTDOWN");
        assertThat(b.isShutDown()).isTrue();
        b.onClose();
        assertThat(endB.closedReason).isEqualTo("closed");
    }

    @Test
    void shouldEndTheRoleOfARemovedMemberAndChangeTheOthersInPlace() {
        start();
        journal.clear();
        a.trunks().updateMember(1, new ETrunkMemberConfig("m10", 10, 10, MemberMode.FORCE_BACKUP));
        run(S);
        assertThat(journal).contains("a role m10 BACKUP FORCED", "b role m10 MASTER PEER_MEMBER_DOWN");
        a.trunks().removeMember(1, "m10");
        run(S);
        assertThat(journal).contains("a role m10 INITIALIZE SHUTDOWN", "a notice MEMBERS", "b notice MEMBERS");
    }

    @Test
    void shouldGoOnWhenListenersAndChannelsThrow() {
        start();
        journal.clear();
        endA.failure = new IllegalStateException("broken");
        toB.cut = true;
        run(21 * S);
        assertThat(journal).contains("a error e-trunk 1: channel broken", "b state 1 BACKUP MASTER TIMEOUT");
        endA.failure = null;
        endA.closedReason = "gone";
        a.doWork();
        assertThat(a.trunks().status(1).orElseThrow().channel()).isEqualTo("gone");
        assertThat(a.trunks().status(1).orElseThrow().state()).isEqualTo(Role.INITIALIZE);
    }

    @Test
    void shouldCountAndLimitReportsOfDrops() {
        start();
        journal.clear();
        for (int i = 0; i < 1_000; i++) {
            toA.flying.add(new UnsafeBuffer(new byte[i % 80]));
        }
        run(5 * S);
        assertThat(journal).containsExactlyInAnyOrder("a dropped TRUNCATED 1", "a dropped MAGIC 1");
        assertThat(a.trunks().counters(1).orElseThrow().dropped().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isEqualTo(1_000);
        assertThatThrownBy(() -> a.trunks().add(trunk(1, 1), endA, () -> 1, ETrunkListener.NONE))
                .hasMessageContaining("exists already");
    }
}
