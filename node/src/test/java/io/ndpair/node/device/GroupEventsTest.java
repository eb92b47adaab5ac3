package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupEventsTest {
    private static final GroupAlarm GROUP = new GroupAlarm(7, 51, "FE80::B", "r1", "eth0");

    private final List<String> alarms = new ArrayList<>();
    private final GroupEvents events = new GroupEvents(new ErrorLog(new DeviceListener() {
        @Override
        public void onAlarm(String subject, String text) {
            alarms.add(subject + ": " + text);
        }
    }));

    private List<String> told() {
        int work;
        do {
            work = events.doWork(0);
        } while (work > 0);
        final List<String> all = List.copyOf(alarms);
        alarms.clear();
        return all;
    }

    /** Every change of state by every reason: the vendor's name, its parameters, and the reason. */
    @Test
    void shouldTellEveryChangeOfStateWithItsReason() {
        for (final Role from : Role.values()) {
            for (final Role to : Role.values()) {
                for (final RoleReason reason : RoleReason.values()) {
                    events.onRole(() -> GROUP, from, to, reason);
                    final boolean isAlarm = from != to
                            && to != Role.MASTER
                            && reason != RoleReason.START
                            && reason != RoleReason.SHUTDOWN;
                    final String name = from == Role.MASTER ? "vrrp6MasterDown" : "vrrp6NonMaster";
                    final String expected = "VRRP6 eth0|51: VRRP6/4/" + name + ": " + from.text() + " to " + to.text()
                            + " (ifIndex=7, VrId=51, MasterIpAddr=FE80::B, sysName=r1, ifName=eth0, CurrentState="
                            + to.text() + ", ChangeReason=" + reason.text() + ")";
                    assertThat(told()).isEqualTo(isAlarm ? List.of(expected) : List.of());
                }
            }
        }
        assertThat(GROUP.text(Role.BACKUP, Role.MASTER, RoleReason.DOWN_TIMER))
                .startsWith("VRRP6/6/vrrp6Master: Backup to Master (")
                .endsWith("CurrentState=Master, ChangeReason=protocol timer expired)");
    }

    @Test
    void shouldTellOfDropsOdditiesAndRivals() {
        for (final DropReason reason : DropReason.values()) {
            events.onDropped("eth0", "eth0|51", reason, 3);
            assertThat(told())
                    .containsExactly("eth0|51: VRRP6 advertisement dropped: " + reason.text() + " (3 so far)");
        }
        for (final AdvertNotice notice : AdvertNotice.values()) {
            events.onNotice("eth0|51", notice, 2);
            assertThat(told()).containsExactly("eth0|51: VRRP6: " + notice.text() + " (2 so far)");
        }
        events.onRival("eth0|51", true);
        events.onRival("eth0|51", false);
        assertThat(told())
                .containsExactly(
                        "VRRP6 eth0|51: two masters: a weaker one is heard beside this device",
                        "VRRP6 eth0|51: the other master has yielded or is silent");
    }

    /** A log that hangs costs reports, never an advertisement: the elector's thread is not kept, and what was lost is counted. */
    @Test
    void shouldDropAndCountWhatFindsNoRoomWhileNobodyReads() {
        for (int i = 0; i < 3_000; i++) {
            // Nothing to tell: the log stays readable.
            events.onRole(() -> GROUP, Role.BACKUP, Role.BACKUP, RoleReason.START);
        }
        assertThat(told()).containsExactly("VRRP6: 1976 reports of the election found no room and were dropped");
        events.alarm("s", "again");
        assertThat(told()).containsExactly("s: again");
    }
}
