package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.ETrunkSystemConfig;
import io.ndpair.node.config.EthTrunkConfig;
import io.ndpair.node.config.ExternalRef;
import io.ndpair.node.config.Ipv6Prefix;
import io.ndpair.node.config.MacAddress;
import io.ndpair.node.config.Names;
import io.ndpair.node.config.NdConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Secret;
import io.ndpair.node.config.SslPolicyConfig;
import io.ndpair.node.config.VrrpAdmin;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.config.VrrpSystemConfig;
import io.ndpair.node.config.VrrpTracking;
import io.ndpair.store.aging.AgingConfig;
import io.ndpair.store.table.NeighborLimits;
import java.util.HashMap;
import java.util.Map;

/** The words of the language: a help text for every keyword, a type and a help text for every argument. */
final class Lexicon {
    static final String INTERFACE = "interface-name";
    static final String INTERFACE_TYPE = "interface-type";
    static final String INTERFACE_NUMBER = "interface-number";

    private final Map<String, String> keywords = new HashMap<>();
    private final Map<String, Argument> arguments = new HashMap<>();

    /**
     * An argument by name.
     *
     * @param type how it is written
     * @param help what it is
     */
    record Argument(ArgumentType type, String help) {}

    Lexicon() {
        moves();
        configuration();
        trunks();
        displays();
        interfaceArguments();
        otherArguments();
        trunkArguments();
    }

    String keywordHelp(String keyword) {
        final String help = keywords.get(keyword);
        if (help == null) {
            throw new IllegalStateException("no help for keyword " + keyword);
        }
        return help;
    }

    Argument argument(String name) {
        final Argument argument = arguments.get(name);
        if (argument == null) {
            throw new IllegalStateException("no argument <" + name + ">");
        }
        return argument;
    }

    private void moves() {
        keywords.put("system-view", "Enter the system view");
        keywords.put("quit", "Leave this view");
        keywords.put("return", "Go back to the user view");
        keywords.put("commit", "Make the candidate configuration the running one");
        keywords.put("clear", "Drop something");
        keywords.put("configuration", "Configuration");
        keywords.put("candidate", "The configuration that is not committed yet");
        keywords.put("save", "Write the running configuration to the device's configuration file");
        keywords.put("undo", "Cancel a configuration");
        keywords.put("sysname", "Name of this device");
        keywords.put("device-id", "Id of this device in the pair");
    }

    private void configuration() {
        keywords.put("interface", "Interface");
        keywords.put("linux-interface", "What Linux calls this interface");
        keywords.put("ipv6", "Internet Protocol version 6");
        keywords.put("neighbor-limit", "Most neighbors that are learned on the interface");
        keywords.put("stale-timeout", "How long a neighbor stays stale before it is probed");
        keywords.put("nud", "Neighbor unreachability detection");
        keywords.put("attempts", "Probes without an answer before a neighbor is removed");
        keywords.put("reachable-time", "How long a neighbor that nobody confirms stays reachable");
        keywords.put("ns", "Neighbor Solicitations");
        keywords.put("rate-limit", "Most probes of a profile in a second");
        keywords.put("hold-time", "After a takeover nothing inherited is probed or removed for so long");
        keywords.put("incomplete-limit", "Most unresolved neighbors of a profile, a quarter of it on one interface");
        keywords.put("interval", "Time between two of them");
        keywords.put("count", "How many");
        keywords.put("enable", "Switch it on");
        keywords.put("address", "Global unicast address");
        keywords.put("eui-64", "Make the interface id from the MAC address");
        keywords.put("tag", "Tag of the direct route");
        keywords.put("vrrp6", "Virtual Router Redundancy Protocol for IPv6");
        keywords.put("vrid", "Virtual router");
        keywords.put("virtual-ip", "Virtual address; the first one of a group is link-local");
        keywords.put("link-local", "The address is link-local");
        keywords.put("preempt-mode", "Whether and when a higher priority takes over");
        keywords.put("timer", "Timer");
        keywords.put("delay", "Delay before a takeover from a master that is well");
        keywords.put("disable", "Switch it off");
        keywords.put("virtual-mac", "Use the MAC 00-00-5E-00-02-{VRID} instead of the interface's");
        keywords.put("any", "Any router");
        keywords.put(
                "owner-claim",
                "Who is believed to own the virtual addresses (priority 255); the router at the first one by default");
        keywords.put("accept-mode", "Whether packets to the virtual addresses are accepted by a master");
        keywords.put("priority", "Priority; of VRRP6 groups the higher is master, of E-Trunks the smaller");
        keywords.put("advertise", "Interval of advertisements");
        keywords.put("millisecond", "The interval in milliseconds");
        keywords.put("holding-multiplier", "Intervals without an advertisement until the master counts as gone");
        keywords.put("track", "What changes the priority, or which admin group is followed");
        keywords.put("increased", "The priority is raised while the object is down");
        keywords.put("reduced", "The priority is lowered while the object is down");
        keywords.put("journal", "The journal of the profiles that follow this group");
        keywords.put("admin-vrrp6", "VRRP6 group that others follow");
        keywords.put("ignore-if-down", "Go on electing when the interface is down");
        keywords.put("unflowdown", "The interface stays up when its group is not master");
        keywords.put("initialize", "The state Initialize");
        keywords.put("state-hold-time", "Stay in it for so long after the start while the interface is down");
        keywords.put("recover-delay", "Ignore for so long that an interface came up");
        keywords.put("ra", "Router Advertisements");
        keywords.put("halt", "Send none");
        keywords.put("na-send", "Unsolicited Neighbor Advertisements on becoming master");
        keywords.put("na-enhance-enable", "Send six Neighbor Advertisements for each address on becoming master");
        keywords.put("binding", "Members of admin groups");
        keywords.put("remote-backup-service", "Remote backup service: the channel to the peer");
        keywords.put("remote-backup-profile", "Remote backup profile: what is backed up, and whose role it follows");
        keywords.put("peer", "The peer: its IPv4 address, or whether its channel is up");
        keywords.put("source", "IPv4 address of this device");
        keywords.put("peer-ipv6", "IPv6 address of the peer");
        keywords.put("source-ipv6", "IPv6 address of this device");
        keywords.put("peer-address", "IPv4 address of the peer");
        keywords.put("source-address", "IPv4 address of this device");
        keywords.put("port", "Port, the same on both devices");
        keywords.put("shutdown", "Close the channel");
        keywords.put("bind", "Protect the channel by a policy");
        keywords.put("ssl-policy", "SSL policy: what a channel proves itself with and judges the peer by");
        keywords.put("key-store", "File with the private key of this device and its certificates");
        keywords.put("trust-store", "File with the certificates of the authorities that sign the peer's");
        keywords.put("type", "Format of the file");
        keywords.put("pkcs12", "PKCS #12");
        keywords.put("jks", "Java key store");
        keywords.put("password", "Password of the file and of the key in it");
        keywords.put("peer-name", "Name that the peer's certificate must bear");
        keywords.put("crl", "File with lists of revoked certificates, PEM or DER");
        keywords.put("reload", "Load files anew, without a restart");
        keywords.put("batch-backup", "Back up everything");
        keywords.put("service-type", "Type of service that is backed up");
        keywords.put("nd", "Neighbor Discovery entries");
        keywords.put("all", "All types that this device supports");
        keywords.put("now", "At once");
        keywords.put("daily", "Every day (not for nd)");
        keywords.put("peer-backup", "Backup mode");
        keywords.put("hot", "Hot backup");
        keywords.put("virtual", "Virtual backup (not on this device)");
        keywords.put("warm", "Warm backup (not on this device)");
        keywords.put("vrrp6-id", "The VRRP6 group whose role is followed");
        keywords.put("track", "What the priority or the role depends on");
        keywords.put("external", "The role is given from outside: by command, program or notifications");
        keywords.put("fifo-instance", "VRRP instance in keepalived's notifications whose role is taken over");
        keywords.put("switchover", "Hand a profile over to the peer when that has everything");
        keywords.put("role", "Give a profile that follows no elector of this device its role");
        keywords.put("master", "This device forwards");
        keywords.put("backup", "The other device forwards");
        keywords.put("initialize", "Neither");
        keywords.put("backup-id", "Id by which the peer finds the profile, the same on both devices");
    }

    private void trunks() {
        keywords.put("e-trunk", "E-Trunk: link aggregation over two devices");
        keywords.put("eth-trunk", "Eth-Trunk interface");
        keywords.put("remote-eth-trunk", "The Eth-Trunk of the peer that is the counterpart");
        keywords.put("description", "A word for people");
        keywords.put("hello", "Time between hellos");
        keywords.put("hold-on-failure", "How long the peer shall wait for a hello");
        keywords.put("multiplier", "In hello periods");
        keywords.put("revert", "Taking over again from a peer's member that is well");
        keywords.put("negotiate-delay", "Stay in Init for so long after the start");
        keywords.put("security-key", "Key that both devices share");
        keywords.put("simple", "The key as it is typed");
        keywords.put("cipher", "The key as it is typed, or as displays show it");
        keywords.put("authentication-mode", "How hellos are authenticated when there is a key");
        keywords.put("hmac-sha1", "HMAC-SHA-1");
        keywords.put("hmac-sha256", "HMAC-SHA-256");
        keywords.put("enhanced-hmac-sha256", "HMAC-SHA-256 with a stretched key (default)");
        keywords.put("sequence", "Protection against replayed hellos, on both devices or none");
        keywords.put("select-mode", "What decides who is master");
        keywords.put("default", "Priority and system id");
        keywords.put("link-number", "Number of links (not on this device)");
        keywords.put("bandwidth", "Bandwidth (not on this device)");
        keywords.put("bfd-session", "BFD session (not on this device)");
        keywords.put("session-name", "Name of the BFD session");
        keywords.put("mode", "Mode of an Eth-Trunk, or of a member of an E-Trunk");
        keywords.put("lacp-static", "Static LACP");
        keywords.put("auto", "By the E-Trunk and the peer's member (default)");
        keywords.put("force-master", "Always master");
        keywords.put("force-backup", "Always backup");
        keywords.put("lacp", "Link Aggregation Control Protocol");
        keywords.put("system-id", "System id, the same on both devices");
    }

    private void displays() {
        keywords.put("display", "Show");
        keywords.put("current-configuration", "The running configuration");
        keywords.put("this", "The running configuration of this view");
        keywords.put("version", "Version of this device");
        keywords.put("neighbors", "Neighbor entries");
        keywords.put("history", "What the journal holds about an address, or of a past moment");
        keywords.put("as-of", "All neighbors as of a past moment");
        keywords.put(
                "limit", "Most neighbors that the table of then may have; bounds the memory that the answer takes");
        keywords.put("verbose", "With details");
        keywords.put("brief", "One line for each");
    }

    private void interfaceArguments() {
        put(INTERFACE, InterfaceNames.whole(), "Interface, for instance GigabitEthernet0/1/0.1");
        put(INTERFACE_TYPE, InterfaceNames.type(), "Type of the interface");
        put(INTERFACE_NUMBER, InterfaceNames.number(), "Number of the interface");
        put(
                "linux-name",
                ArgumentTypes.text("STRING<1-" + Names.MAX_LINUX_INTERFACE + ">", Names::isLinuxInterface),
                "Name of the Linux interface");
        put("address", ArgumentTypes.ipv6(), "IPv6 address");
        put("address-and-length", ArgumentTypes.ipv6AndLength(), "IPv6 address and prefix length");
        put("length", ArgumentTypes.integer(1, 128), "Prefix length");
        put(
                "neighbor-limit",
                ArgumentTypes.integer(0, NdConfig.MAX_NEIGHBOR_LIMIT),
                "Neighbors, 0 (the default) for no limit");
        put(
                "stale-timeout",
                ArgumentTypes.integer(AgingConfig.MIN_STALE_TIMEOUT_S, AgingConfig.MAX_STALE_TIMEOUT_S),
                "Time in seconds, 1200 by default");
        put("nud-attempts", ArgumentTypes.integer(1, AgingConfig.MAX_ATTEMPTS), "Probes, 3 by default");
        put(
                "nud-interval",
                ArgumentTypes.integer(AgingConfig.MIN_INTERVAL_MS, AgingConfig.MAX_INTERVAL_MS),
                "Time in milliseconds, 5000 by default");
        put(
                "reachable-time",
                ArgumentTypes.integer(1, AgingConfig.MAX_REACHABLE_TIME_MS),
                "Time in milliseconds, 1200000 by default");
        put("ns-rate", ArgumentTypes.integer(1, AgingConfig.MAX_PROBES_PER_SECOND), "Per second, 550 by default");
        put("hold-time", ArgumentTypes.integer(0, AgingConfig.MAX_HOLD_S), "Time in seconds, 10 by default");
        put(
                "incomplete-limit",
                ArgumentTypes.integer(0, NeighborLimits.LARGEST_MAX_INCOMPLETE),
                "Neighbors, 0 (the default) for a sixteenth of the table and at most 4096");
        put("date", ArgumentTypes.date(), "Day, by the wall clock of the master at the time");
        put("clock", ArgumentTypes.clock(), "Time of that day");
        put(
                "past-neighbors",
                ArgumentTypes.integer(1, PastQuery.LARGEST_MOST_NEIGHBORS),
                "Neighbors, " + PastQuery.DEFAULT_MOST_NEIGHBORS + " by default; some 70 bytes each");
        put("tag", ArgumentTypes.integer(1, Ipv6Prefix.MAX_TAG), "Tag");
        put("vrid", ArgumentTypes.integer(1, VrrpConfig.MAX_VRID), "Virtual router id");
        put("priority", ArgumentTypes.integer(1, VrrpConfig.MAX_PRIORITY), "Priority, 100 by default");
        put("delay", ArgumentTypes.integer(0, VrrpConfig.MAX_PREEMPT_DELAY_S), "Delay in seconds, 0 by default");
        put(
                "centiseconds",
                ArgumentTypes.integer(VrrpConfig.MIN_ADVERT_COMMAND_CS, VrrpConfig.MAX_ADVERT_INTERVAL_CS),
                "Interval in centiseconds, 100 (one second) by default");
        put(
                "milliseconds",
                ArgumentTypes.multiple(10, VrrpConfig.MAX_ADVERT_INTERVAL_CS * 10L, 10),
                "Interval in milliseconds");
        put(
                "multiplier",
                ArgumentTypes.integer(VrrpConfig.DEFAULT_HOLDING_MULTIPLIER, VrrpConfig.MAX_HOLDING_MULTIPLIER),
                "Multiplier, 3 by default");
        put("admin-vrid", ArgumentTypes.integer(1, VrrpConfig.MAX_VRID), "Virtual router id of the admin group");
        put("amount", ArgumentTypes.integer(1, VrrpTracking.MAX_AMOUNT), "Change of the priority, 10 by default");
        put("state-hold", ArgumentTypes.integer(0, VrrpAdmin.MAX_STATE_HOLD_S), "Time in seconds, 0 by default");
        put(
                "recover-delay",
                ArgumentTypes.integer(0, VrrpSystemConfig.MAX_RECOVER_DELAY_S),
                "Delay in seconds, 0 by default");
        put(
                "na-count",
                ArgumentTypes.integer(1, VrrpSystemConfig.MAX_NA_COUNT),
                "Neighbor Advertisements for each address, 3 by default");
        put(
                "na-interval",
                ArgumentTypes.integer(VrrpSystemConfig.MIN_NA_INTERVAL_MS, VrrpSystemConfig.MAX_NA_INTERVAL_MS),
                "Time between them in milliseconds, 1000 by default");
    }

    private void otherArguments() {
        put(
                "device-name",
                ArgumentTypes.text("STRING<1-" + Names.MAX_DEVICE + ">, letters, digits and _ . -", Names::isDevice),
                "Name of this device");
        put("device-id", ArgumentTypes.integer(1, DeviceConfig.MAX_DEVICE_ID), "Id of this device");
        put(
                "service",
                ArgumentTypes.name(
                        "STRING<1-" + Names.MAX_SERVICE + ">, of 0-9 a-z _ . -",
                        Names::isService,
                        config -> config.services().keySet()),
                "Name of the remote backup service");
        put(
                "profile",
                ArgumentTypes.name(
                        "STRING<1-" + Names.MAX_PROFILE + ">, of 0-9 a-z _ . -",
                        Names::isProfile,
                        config -> config.profiles().keySet()),
                "Name of the remote backup profile");
        put(
                "instance",
                ArgumentTypes.text("STRING<1-128>", ExternalRef::isInstance),
                "Name of the VRRP instance in keepalived's configuration");
        put(
                "policy",
                ArgumentTypes.name(
                        "STRING<1-" + Names.MAX_SERVICE + ">, of 0-9 a-z _ . -",
                        Names::isService,
                        config -> config.sslPolicies().keySet()),
                "Name of the SSL policy");
        put(
                "path",
                ArgumentTypes.text(
                        "STRING<2-" + SslPolicyConfig.MAX_PATH + ">, beginning with /", SslPolicyConfig::isPath),
                "Absolute path of the file");
        put(
                "peer-name",
                ArgumentTypes.text("STRING<1-" + SslPolicyConfig.MAX_PEER_NAME + ">", SslPolicyConfig::isPeerName),
                "DNS name or IP address");
        put("peer", ArgumentTypes.ipv4(), "IPv4 address of the peer");
        put("source", ArgumentTypes.ipv4(), "IPv4 address of this device");
        put("peer6", ArgumentTypes.ipv6(), "IPv6 address of the peer");
        put("source6", ArgumentTypes.ipv6(), "IPv6 address of this device");
        put("port", ArgumentTypes.integer(RbsConfig.MIN_PORT, RbsConfig.MAX_PORT), "Port");
        put("backup-id", ArgumentTypes.integer(1, RbpConfig.MAX_BACKUP_ID), "Backup id");
        put("time", ArgumentTypes.text("HH:MM", text -> text.matches("[0-9]{1,2}:[0-9]{2}")), "Time of the day");
        for (final String type : ServiceTypes.OTHERS) {
            keywords.put(type, "Not supported by this device");
        }
    }

    private void trunkArguments() {
        put("trunk", ArgumentTypes.integer(1, ETrunkConfig.MAX_ID), "Number of the E-Trunk");
        put("eth-trunk", ArgumentTypes.integer(0, EthTrunkConfig.MAX_NUMBER), "Number of the Eth-Trunk");
        put("remote", ArgumentTypes.integer(0, EthTrunkConfig.MAX_NUMBER), "Number of the peer's Eth-Trunk");
        put(
                "trunk-port",
                ArgumentTypes.integer(ETrunkConfig.DEFAULT_PORT, ETrunkConfig.MAX_PORT),
                "UDP port, 1025 by default");
        put(
                "hello",
                ArgumentTypes.integer(ETrunkConfig.Timers.MIN_HELLO_DS, ETrunkConfig.Timers.MAX_HELLO_DS),
                "Period in 100 ms, 10 (one second) by default");
        put(
                "hold-multiplier",
                ArgumentTypes.integer(ETrunkConfig.Timers.MIN_MULTIPLIER, ETrunkConfig.Timers.MAX_MULTIPLIER),
                "Multiplier, 20 by default");
        put(
                "revert-delay",
                ArgumentTypes.integer(0, ETrunkConfig.Timers.MAX_REVERT_DELAY_S),
                "Delay in seconds, 120 by default");
        put(
                "negotiate-delay",
                ArgumentTypes.integer(0, ETrunkConfig.Timers.MAX_NEGOTIATE_DELAY_S),
                "Delay in seconds, 0 by default");
        put("key", ArgumentTypes.text("STRING<1-" + Secret.MAX_LENGTH + ">", Secret::isPlain), "Key");
        put(
                "cipher-key",
                ArgumentTypes.text("STRING<1-" + Secret.MAX_LENGTH + "> or %^%#...%^%#", text -> true),
                "Key, or its cipher text");
        put(
                "description",
                ArgumentTypes.text("STRING<1-" + ETrunkConfig.MAX_DESCRIPTION + ">", ETrunkConfig::isDescription),
                "Description, without blanks");
        put("session-name", ArgumentTypes.text("STRING<1-15>", text -> text.length() <= 15), "Name");
        put("system-id", ArgumentTypes.text("H-H-H", MacAddress::isSystemId), "MAC address");
        put(
                "lacp-priority",
                ArgumentTypes.integer(0, ETrunkSystemConfig.LacpConfig.MAX_PRIORITY),
                "Priority, 32768 by default");
    }

    private void put(String name, ArgumentType type, String help) {
        arguments.put(name, new Argument(type, help));
    }
}
