package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;

/** What a profile tells its device, on the replication thread. */
interface ProfileEvents {
    /** The profile has entered a role and serves in it. */
    void onRole(ProfileSpec spec, Role role, RoleReason reason, long nowNs);

    /** The profile is to be master and cannot yet, because its disk takes no term; it tries again. */
    void onPromotionRefused(ProfileSpec spec, String why);

    /** Whether the profile could take over without a loss has changed, or why. */
    void onReady(ProfileSpec spec, boolean ready, String reason);

    /** Memory of the table was found damaged. */
    void onDamage(ProfileSpec spec, String what);

    /** For the first time in this process the table is complete. */
    void onComplete(ProfileSpec spec);
}
