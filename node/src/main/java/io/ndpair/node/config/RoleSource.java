package io.ndpair.node.config;

/**
 * Whose role a remote backup profile follows. The arbitration protocol is a choice: a profile has at most one source, and
 * none while its role is only told to it.
 */
public sealed interface RoleSource permits Vrrp6Ref, ETrunkRef, ExternalRef {
    /** What displays call the protocol. */
    String protocol();

    /** The command that makes a profile follow this source; with {@code undo} before it, the one that ends it. */
    String command();
}
