package io.ndpair.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.Adverts;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Admin groups and members in an elector whose clock the test moves. */
class AdminGroupsTest {
    private static final long MS = Adverts.MS;

    private final List<String> journal = new ArrayList<>();
    private final FakeChannel admins = new FakeChannel(0x0a, journal);
    private final FakeChannel users = new FakeChannel(0x0b, new ArrayList<>());
    private long nowNs = 1;
    private final Elector elector = new Elector(
            ElectorConfig.DEFAULT,
            () -> nowNs,
            () -> 0,
            (group, role, reason, atNs) -> journal.add(group + " " + role + " " + reason),
            ElectorListener.none());

    private static final VrrpGroupConfig ADMIN =
            new VrrpGroupConfig("admin", "eth0", 51, 100, 10, 3, true, 0, Adverts.ADDRESSES);

    private static VrrpGroupConfig member(int vrid) {
        return new VrrpGroupConfig("m" + vrid, "eth1", vrid, 100, 10, 3, true, 0, Adverts.ADDRESSES)
                .withOptions(VrrpGroupOptions.DEFAULT.withAdminGroup("admin"));
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

    private VrrpGroupStatus status(String name) {
        return elector.status(name).orElseThrow();
    }

    private void hear(int priority) {
        admins.incoming.add(new FakeChannel.Received(
                new UnsafeBuffer(Adverts.advert(priority, 10, 0x0c).byteArray()), 0x0c, 255));
    }

    @Test
    void shouldGiveMembersTheRoleOfTheirAdminGroup() {
        elector.add(member(1), users, AddressOwner.none());
        run(1_000 * MS);
        assertThat(status("m1").role()).as("there is no admin group yet").isEqualTo(Role.INITIALIZE);
        elector.add(ADMIN, admins, AddressOwner.none());
        run(0);
        assertThat(status("m1").role()).isEqualTo(Role.BACKUP);
        run(400 * MS);
        assertThat(status("m1").role()).isEqualTo(Role.MASTER);
        elector.add(member(2), users, AddressOwner.none());
        run(0);
        assertThat(status("m2").role()).isEqualTo(Role.MASTER);
        assertThat(users.sent).as("members send nothing").isEmpty();
        journal.clear();

        hear(200);
        run(0);
        assertThat(journal)
                .containsExactly(
                        "admin BACKUP " + RoleReason.HIGHER_PRIORITY_HEARD,
                        "m1 BACKUP " + RoleReason.ADMIN_GROUP,
                        "m2 BACKUP " + RoleReason.ADMIN_GROUP);
        elector.remove("admin");
        run(0);
        assertThat(status("m1").role()).isEqualTo(Role.INITIALIZE);
        assertThat(users.sent).isEmpty();
    }

    @Test
    void shouldWaitWithPreemptingUntilEveryMemberIsReady() {
        elector.add(ADMIN, admins, AddressOwner.none());
        elector.add(member(1), users, AddressOwner.none(), false);
        elector.add(member(2), users, AddressOwner.none(), false);
        for (int i = 0; i < 50; i++) {
            hear(50);
            run(100 * MS);
        }
        assertThat(status("admin").role()).as("a weaker master is left alone").isEqualTo(Role.BACKUP);
        elector.ready("m1", true, "the table is complete");
        elector.complete("m1");
        elector.ready("m2", false, "batch backup is running");
        run(0);
        assertThat(status("admin").ready()).isFalse();
        assertThat(status("admin").readyReason()).isEqualTo("member m2: batch backup is running");
        assertThat(status("m1").ready()).isTrue();
        elector.ready("m2", true, "the table is complete");
        elector.complete("m2");
        for (int i = 0; i < 5; i++) {
            hear(50);
            run(100 * MS);
        }
        assertThat(status("admin").role()).isEqualTo(Role.MASTER);
        assertThat(status("admin").priorityRun()).isEqualTo(100);
        assertThat(status("m2").role()).isEqualTo(Role.MASTER);
    }

    @Test
    void shouldForgetAMemberThatIsNotReadyWhenItGoes() {
        elector.add(ADMIN, admins, AddressOwner.none());
        elector.add(member(1), users, AddressOwner.none(), false);
        run(0);
        assertThat(status("admin").ready()).isFalse();
        elector.remove("m1");
        run(0);
        assertThat(status("admin").ready()).isTrue();
    }

    @Test
    void shouldKeepAMemberInInitializeWhileItsOwnLinkIsDown() {
        users.up = false;
        elector.add(ADMIN, admins, AddressOwner.none());
        elector.add(member(1), users, AddressOwner.none());
        run(400 * MS);
        assertThat(status("admin").role()).isEqualTo(Role.MASTER);
        assertThat(status("m1").role()).isEqualTo(Role.INITIALIZE);
        users.up = true;
        run(0);
        assertThat(status("m1").role()).isEqualTo(Role.MASTER);
    }
}
