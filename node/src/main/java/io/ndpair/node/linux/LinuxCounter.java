package io.ndpair.node.linux;

/** What the parts of this package count. Not every part counts everything. */
public enum LinuxCounter {
    NOTIFICATIONS("neighbor notifications and dumped entries read from the kernel"),
    REPORTED("neighbors reported as new or changed"),
    REPORTED_REMOVED("neighbors reported as gone"),
    FORGOTTEN_BY_KERNEL("neighbors that the kernel let go of, which are kept here"),
    DUMPS("complete readings of the kernel's neighbor table"),
    OVERRUNS("times that the kernel dropped notifications meant for us"),
    MALFORMED("netlink messages or packets that made no sense"),
    REFUSED_FULL("neighbors refused because the configured maximum is reached"),
    REFUSED_INVALID("entries refused because of their address or MAC"),
    UNKNOWN_LINK("entries refused because their link is not one of ours"),
    INSTALLED("entries of the peer installed in the kernel"),
    REMOVED("entries of the peer taken out of the kernel"),
    HANDED_OVER("entries of the peer given to the kernel's own neighbor discovery"),
    YIELDED("entries of the peer that gave way to one of the kernel's own"),
    KEPT_EXTERNAL("entries that stayed externally learned because the kernel has no room for its own"),
    PROBED("neighbors that the kernel was asked to probe"),
    PROBES_LEFT_OUT("neighbors not probed because another's entry stands in the kernel"),
    KERNEL_REFUSALS("requests that the kernel refused"),
    REQUESTS_LOST("requests without an answer, done again"),
    SENT("packets sent"),
    SEND_FAILURES("packets that the kernel did not take"),
    RECEIVED("packets received"),
    DROPPED_OWN("packets received that came from ourselves"),
    DROPPED_OTHER_INTERFACE("packets received that belong to another interface"),
    RECEIVE_FAILURES("failed attempts to receive"),
    REOPENED("times that a socket was opened or a group joined"),
    ADDRESSES_ADDED("addresses put on an interface"),
    ADDRESSES_REMOVED("addresses taken off an interface"),
    ADDRESSES_FOREIGN("virtual addresses found on the interface that are not ours"),
    MACVLANS_MADE("macvlans with a virtual MAC made"),
    MACVLANS_REMOVED("macvlans with a virtual MAC removed"),
    LEFTOVERS_REMOVED("virtual addresses of an earlier life taken off");

    private final String help;

    LinuxCounter(final String help) {
        this.help = help;
    }

    /** What is counted, for people. */
    public String help() {
        return help;
    }
}
