package io.ndpair.election.external;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleListener;
import io.ndpair.election.role.RoleReason;

/**
 * A role that is told, not elected. Whoever tells is believed: what was told last counts, and being told the same again changes nothing. Not
 * thread safe; the listener is called by whoever tells.
 */
public final class ExternalRole {
    private final String name;
    private final RoleListener listener;
    private Role role = Role.INITIALIZE;
    private RoleReason reason = RoleReason.START;
    private long changes;

    /**
     * A role that nobody has told yet: Initialize.
     *
     * @param name     of what has the role, for the listener
     * @param listener hears of changes
     */
    public ExternalRole(String name, RoleListener listener) {
        this.name = name;
        this.listener = listener;
    }

    /**
     * The role is this from now on.
     *
     * @param told  the role
     * @param cause who told
     * @return whether it was another one before
     */
    public boolean tell(Role told, RoleReason cause, long nowNs) {
        if (told == role) {
            return false;
        }
        role = told;
        reason = cause;
        changes++;
        listener.onRole(name, role, reason, nowNs);
        return true;
    }

    public Role role() {
        return role;
    }

    /** Who told last. */
    public RoleReason reason() {
        return reason;
    }

    /** How often it changed. */
    public long changes() {
        return changes;
    }
}
