package io.ndpair.election.role;

/** Why a role is what it is: the last cause of a change, for logs, alarms and displays. */
public enum RoleReason {
    /** The group was added. */
    START("group started"),
    /** The master fell silent for the whole down interval. */
    DOWN_TIMER("protocol timer expired"),
    /** The master resigned by an advertisement of priority 0. */
    PRIORITY_ZERO_HEARD("master resigned"),
    /** The master has a lower priority and this device may preempt it. */
    PREEMPT("preempted a lower priority"),
    /** This device owns the virtual addresses (priority 255). */
    OWNER("address owner"),
    /** Another master has a higher priority. */
    HIGHER_PRIORITY_HEARD("higher priority heard"),
    /** Another master has the same priority and the greater address. */
    ADDRESS_TIE("same priority, greater address heard"),
    /** No interface, no carrier or no usable link-local address. */
    LINK_DOWN("interface down"),
    /** The interface is usable (again). */
    LINK_UP("interface up"),
    /** The interface is down, which this admin group ignores. */
    LINK_DOWN_IGNORED("interface down ignored"),
    /** An operator handed the mastership over to another router. */
    HANDED_OVER("handed over by command"),
    /** It was handed over, and nobody was heard who had taken it. */
    NOT_TAKEN_OVER("handed over, but no other router took over"),
    /** A tracked object failed and raised the priority above the master's. */
    TRACKED("tracked object down, priority raised"),
    /** The admin group that this group follows has this role. */
    ADMIN_GROUP("follows its admin group"),
    /** The E-Trunk of the member has that role. */
    ETRUNK("role of the E-Trunk"),
    /** The member's mode is forced by command. */
    FORCED("forced by command"),
    /** The peer's member of the E-Trunk is down. */
    PEER_MEMBER_DOWN("peer's member down"),
    /** The peer's member of the E-Trunk is up. */
    PEER_MEMBER_UP("peer's member up"),
    /** An operator or the embedding software has said so. */
    COMMAND("told by command"),
    /** An elector outside, like keepalived, has notified us. */
    NOTIFIED("told by the outside elector"),
    /** The device is shutting down or the group was removed. */
    SHUTDOWN("shut down");

    private final String text;

    RoleReason(String text) {
        this.text = text;
    }

    /** The words that displays and logs use. */
    public String text() {
        return text;
    }
}
