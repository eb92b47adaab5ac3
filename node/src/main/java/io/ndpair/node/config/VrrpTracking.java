package io.ndpair.node.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What changes the priority of a VRRP6 group.
 *
 * @param interfaces the tracked interfaces in the order given, at most 16
 * @param journalReducedBy by how much the priority is lowered while the journal of a profile that follows the group fails;
 *     0 = not at all, up to 255
 * @param peerReducedBy by how much it is lowered while the channel to the peer is down; 0 = not at all, up to 255
 */
public record VrrpTracking(List<Port> interfaces, int journalReducedBy, int peerReducedBy) {
    /** Most tracked interfaces of a group. */
    public static final int MAX_INTERFACES = 16;
    /** Largest change of the priority. */
    public static final int MAX_AMOUNT = 255;
    /** By how much a priority is lowered when nothing else is said. */
    public static final int DEFAULT_AMOUNT = 10;
    /** No interface; the journal counts, the channel does not: it is down for both devices at once. */
    public static final VrrpTracking DEFAULT = new VrrpTracking(List.of(), DEFAULT_AMOUNT, 0);

    /**
     * A tracked interface.
     *
     * @param interfaceName its name; it need not be configured otherwise
     * @param increased whether the priority is raised, instead of lowered, while the interface is down
     * @param amount by how much, 1 to 255
     */
    public record Port(String interfaceName, boolean increased, int amount) {
        /** Checks name and range. */
        public Port {
            if (!Names.isInterface(interfaceName)) {
                throw new ConfigException("'" + interfaceName + "' is not the name of an interface");
            }
            Ranges.check("change of the priority", amount, 1, MAX_AMOUNT);
        }
    }

    /** Checks the bounds and that no interface stands twice. */
    public VrrpTracking {
        Ranges.check("reduction by the journal", journalReducedBy, 0, MAX_AMOUNT);
        Ranges.check("reduction by the peer", peerReducedBy, 0, MAX_AMOUNT);
        interfaces = List.copyOf(interfaces);
        if (interfaces.size() > MAX_INTERFACES) {
            throw new ConfigException("a VRRP6 group tracks at most " + MAX_INTERFACES + " interfaces");
        }
        final Set<String> names = new HashSet<>();
        for (final Port port : interfaces) {
            if (!names.add(port.interfaceName())) {
                throw new ConfigException("interface " + port.interfaceName() + " would be tracked twice");
            }
        }
    }

    /** With this interface tracked; in its old place when it was. */
    public VrrpTracking with(Port port) {
        final List<Port> changed = new ArrayList<>(interfaces);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).interfaceName().equals(port.interfaceName())) {
                changed.set(i, port);
                return new VrrpTracking(changed, journalReducedBy, peerReducedBy);
            }
        }
        changed.add(port);
        return new VrrpTracking(changed, journalReducedBy, peerReducedBy);
    }

    /** Without this interface. */
    public VrrpTracking without(String interfaceName) {
        return new VrrpTracking(
                interfaces.stream()
                        .filter(port -> !port.interfaceName().equals(interfaceName))
                        .toList(),
                journalReducedBy,
                peerReducedBy);
    }

    /** Whether this interface is tracked. */
    public boolean tracks(String interfaceName) {
        return interfaces.stream().anyMatch(port -> port.interfaceName().equals(interfaceName));
    }

    /** With another reduction by the journal. */
    public VrrpTracking withJournalReducedBy(int value) {
        return new VrrpTracking(interfaces, value, peerReducedBy);
    }

    /** With another reduction by the channel to the peer. */
    public VrrpTracking withPeerReducedBy(int value) {
        return new VrrpTracking(interfaces, journalReducedBy, value);
    }
}
