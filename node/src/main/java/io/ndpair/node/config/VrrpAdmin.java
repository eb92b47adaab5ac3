package io.ndpair.node.config;

import java.util.Optional;

/**
 * A VRRP6 group's place between admin groups, which others follow, and members, which follow.
 *
 * @param admin whether other groups may follow this one
 * @param ignoreIfDown for an admin group: whether its interface may go down without the group going to Initialize
 * @param stateHoldS with {@code ignoreIfDown}: seconds after the start for which the group stays in Initialize while its
 *     interface is down, 0 to 3600
 * @param follows the admin group whose state a member copies
 * @param unflowdown for a member: whether its interface stays up when it is not master
 */
public record VrrpAdmin(
        boolean admin, boolean ignoreIfDown, int stateHoldS, Optional<Vrrp6Ref> follows, boolean unflowdown) {
    /** Longest hold of Initialize in seconds. */
    public static final int MAX_STATE_HOLD_S = 3_600;
    /** A group that elects for itself and that none follows. */
    public static final VrrpAdmin NONE = new VrrpAdmin(false, false, 0, Optional.empty(), false);

    /** Checks what excludes or needs what. */
    public VrrpAdmin {
        Ranges.check("state hold time", stateHoldS, 0, MAX_STATE_HOLD_S);
        if (admin && follows.isPresent()) {
            throw new ConfigException("an admin group cannot follow another one (" + follows.get() + ")");
        }
        if (ignoreIfDown && !admin) {
            throw new ConfigException("only an admin group can ignore that its interface is down");
        }
        if (stateHoldS > 0 && !ignoreIfDown) {
            throw new ConfigException("initialize state-hold-time needs an admin group with ignore-if-down");
        }
        if (unflowdown && follows.isEmpty()) {
            throw new ConfigException("only a member of an admin group can have unflowdown");
        }
    }

    /** An admin group. */
    public static VrrpAdmin group(boolean ignoreIfDown, int stateHoldS) {
        return new VrrpAdmin(true, ignoreIfDown, stateHoldS, Optional.empty(), false);
    }

    /** A member. */
    public static VrrpAdmin member(Vrrp6Ref follows, boolean unflowdown) {
        return new VrrpAdmin(false, false, 0, Optional.of(follows), unflowdown);
    }
}
