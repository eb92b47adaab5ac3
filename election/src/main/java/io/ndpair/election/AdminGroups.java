package io.ndpair.election;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.VrrpAction;
import java.util.ArrayList;
import java.util.List;

/**
 * Admin groups and their members: hands the role of an admin group down, and readiness up. An admin group elects for all its
 * members, so it is ready, and its table complete, only when those of all of them are. Owned by the elector's thread.
 */
final class AdminGroups {
    private final List<GroupSlot> slots = new ArrayList<>();

    void add(GroupSlot slot, long nowNs) {
        slots.add(slot);
        if (slot.adminGroup().isEmpty()) {
            roleChanged(slot, nowNs);
        } else {
            final GroupSlot admin = find(slot.adminGroup());
            slot.follow(admin == null ? Role.INITIALIZE : admin.machine().role(), nowNs);
        }
        readinessChanged(slot, nowNs);
    }

    void remove(GroupSlot slot, long nowNs) {
        slots.remove(slot);
        readinessChanged(slot, nowNs);
    }

    /** A group's role has changed: its members have it from now on. */
    void roleChanged(GroupSlot admin, long nowNs) {
        for (int i = 0; i < slots.size(); i++) {
            final GroupSlot member = slots.get(i);
            if (member.adminGroup().equals(admin.name())) {
                member.follow(admin.machine().role(), nowNs);
            }
        }
    }

    /** What a group says of its own readiness has changed, or a member came or went. */
    void readinessChanged(GroupSlot changed, long nowNs) {
        final GroupSlot elects = changed.adminGroup().isEmpty() ? changed : find(changed.adminGroup());
        if (changed != elects) {
            settle(changed, changed, changed.isComplete(), nowNs);
        }
        if (elects == null) {
            return;
        }
        GroupSlot unready = elects.isReady() ? null : elects;
        boolean complete = elects.isComplete();
        for (int i = 0; i < slots.size(); i++) {
            final GroupSlot member = slots.get(i);
            if (member.adminGroup().equals(elects.name())) {
                complete &= member.isComplete();
                unready = unready == null && !member.isReady() ? member : unready;
            }
        }
        settle(elects, unready == null ? elects : unready, complete, nowNs);
    }

    private static void settle(GroupSlot slot, GroupSlot decisive, boolean complete, long nowNs) {
        final String reason =
                decisive == slot ? slot.readyReason() : "member " + decisive.name() + ": " + decisive.readyReason();
        slot.settleReadiness(decisive.isReady(), reason, nowNs);
        if (complete && !slot.machine().complete()) {
            slot.carryOut(slot.machine().onComplete(nowNs), nowNs);
        } else {
            slot.carryOut(VrrpAction.NONE, nowNs);
        }
    }

    private GroupSlot find(String name) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).name().equals(name)) {
                return slots.get(i);
            }
        }
        return null;
    }
}
