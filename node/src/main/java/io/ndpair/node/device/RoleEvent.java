package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;

/** A role that the election has given to a profile, on its way to the profile's writer. */
record RoleEvent(Role role, RoleReason reason) {}
