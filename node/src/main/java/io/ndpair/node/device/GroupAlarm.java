package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;

/**
 * The parameters that the vendor's VRRP6 alarms have, as of one change of state.
 *
 * @param ifIndex index of the interface, 0 where the machine has none
 * @param vrid VRID of the group
 * @param masterIp address of the master as far as known, upper case
 * @param sysName name of this device
 * @param ifName name of the interface
 */
record GroupAlarm(int ifIndex, int vrid, String masterIp, String sysName, String ifName) {
    String subject() {
        return "VRRP6 " + ifName + "|" + vrid;
    }

    /** {@code vrrp6MasterDown}: master to another state; {@code vrrp6NonMaster}: between the others; ours: to master. */
    String text(Role from, Role to, RoleReason reason) {
        final String name;
        if (to == Role.MASTER) {
            name = "VRRP6/6/vrrp6Master";
        } else {
            name = from == Role.MASTER ? "VRRP6/4/vrrp6MasterDown" : "VRRP6/4/vrrp6NonMaster";
        }
        return name + ": " + from.text() + " to " + to.text() + " (ifIndex=" + ifIndex + ", VrId=" + vrid
                + ", MasterIpAddr=" + masterIp + ", sysName=" + sysName + ", ifName=" + ifName + ", CurrentState="
                + to.text() + ", ChangeReason=" + reason.text() + ")";
    }
}
