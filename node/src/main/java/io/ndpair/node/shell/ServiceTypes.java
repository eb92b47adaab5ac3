package io.ndpair.node.shell;

import java.util.List;

/** The vendor's service types that this device knows by name but does not back up. */
final class ServiceTypes {
    static final List<String> OTHERS = List.of(
            "arp",
            "bras",
            "dhcp-server",
            "dhcpv6-relay",
            "igmp",
            "igmp-snooping",
            "ipsec",
            "l2tp",
            "lacp",
            "mld",
            "multicast",
            "no-host-multicast");

    private ServiceTypes() {}
}
