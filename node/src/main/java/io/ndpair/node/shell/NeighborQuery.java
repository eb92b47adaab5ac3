package io.ndpair.node.shell;

import io.ndpair.node.config.Ipv6Address;
import java.util.Optional;

/**
 * Which neighbor entries are wanted.
 *
 * @param address only the entries of this address (there may be one per link)
 * @param interfaceName only the entries learned on this interface
 */
public record NeighborQuery(Optional<Ipv6Address> address, Optional<String> interfaceName) {
    /** All entries. */
    public static final NeighborQuery ALL = new NeighborQuery(Optional.empty(), Optional.empty());

    /** Whether an entry of that address on that interface is wanted. */
    public boolean matches(Ipv6Address entryAddress, String entryInterface) {
        return (address.isEmpty() || address.get().equals(entryAddress))
                && (interfaceName.isEmpty() || interfaceName.get().equals(entryInterface));
    }
}
