package io.ndpair.election;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.GroupMachine;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Takes groups that do not exist over, many times, in time that does not pass: a backup may run for months without a step of a takeover,
 * and the first one would load and interpret all its code while the users wait (milliseconds, when the timer is due at 36).
 */
final class Rehearsal {
    private static final int ROUNDS = 64;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final String ADMIN = "rehearsal";
    private static final long LINK_LOCAL_HIGH = 0xFE80L << 48;

    private Rehearsal() {}

    static void run() {
        final AdminGroups admins = new AdminGroups();
        final GroupSlot admin = slot(ADMIN, 1, VrrpGroupOptions.DEFAULT, admins);
        admins.add(admin, 0);
        admins.add(slot(ADMIN + " member", 2, VrrpGroupOptions.DEFAULT.withAdminGroup(ADMIN), admins), 0);
        long nowNs = 0;
        for (int round = 0; round < ROUNDS; round++) {
            admin.carryOut(admin.machine().onLinkUp(LINK_LOCAL_HIGH, 2, nowNs), nowNs);
            // Past the master's silence, and past an interval.
            for (int step = 0; step < 2; step++) {
                nowNs += HOUR_NS;
                admin.timer(nowNs);
            }
            if (admin.machine().role() != Role.MASTER) {
                throw new IllegalStateException(
                        "a rehearsed group is " + admin.machine().role());
            }
            admin.carryOut(admin.machine().onLinkDown(nowNs), nowNs);
        }
    }

    private static GroupSlot slot(String name, int vrid, VrrpGroupOptions options, AdminGroups admins) {
        final VrrpGroupConfig group = new VrrpGroupConfig(
                name, ADMIN, vrid, 100, 100, 3, true, 0, List.of(new VirtualAddress(LINK_LOCAL_HIGH, 1, 128)), options);
        return new GroupSlot(
                GroupMachine.of(group, true),
                Stage.INSTANCE,
                AddressOwner.none(),
                (told, role, reason, nowNs) -> {},
                admins,
                new Reporter(ElectorListener.none(), HOUR_NS),
                SystemEpochClock.INSTANCE,
                0);
    }

    /** Where advertisements go that nobody hears. */
    private enum Stage implements AdvertChannel {
        INSTANCE;

        @Override
        public boolean send(DirectBuffer advert, int offset, int length) {
            return true;
        }

        @Override
        public int poll(AdvertHandler handler, int limit) {
            return 0;
        }

        @Override
        public boolean up() {
            return true;
        }

        @Override
        public long localHigh() {
            return LINK_LOCAL_HIGH;
        }

        @Override
        public long localLow() {
            return 2;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
