package io.ndpair.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A configuration as the commands that make it, without what is default. Reading the lines back gives an equal
 * configuration: interfaces come first, since profiles name their groups, and bindings last, since they name profiles.
 */
public final class ConfigText {
    private static final String END_OF_BLOCK = "#";

    private ConfigText() {}

    /** The whole configuration as {@code display current-configuration} shows it. */
    public static List<String> lines(DeviceConfig config) {
        final List<String> lines = new ArrayList<>();
        lines.add(END_OF_BLOCK);
        lines.add("sysname " + config.name());
        if (config.deviceId() != 0) {
            lines.add("device-id " + Integer.toUnsignedLong(config.deviceId()));
        }
        writeSystem(config.vrrp(), lines::add);
        writeNd(config.nd(), lines::add);
        ETrunkText.writeLacp("", config.etrunks().lacp(), lines::add);
        lines.add(END_OF_BLOCK);
        // Interfaces name the E-Trunk that they are members of.
        for (final ETrunkConfig trunk : config.etrunks().trunks().values()) {
            lines.addAll(trunk(trunk));
            lines.add(END_OF_BLOCK);
        }
        for (final InterfaceConfig port : config.interfaces().values()) {
            lines.add("interface " + port.name());
            writeInterface(port, lines::add);
            lines.add(END_OF_BLOCK);
        }
        for (final SslPolicyConfig policy : config.sslPolicies().values()) {
            lines.addAll(sslPolicy(policy));
            lines.add(END_OF_BLOCK);
        }
        for (final RbsConfig service : config.services().values()) {
            lines.addAll(service(service));
            lines.add(END_OF_BLOCK);
        }
        for (final RbpConfig profile : config.profiles().values()) {
            lines.addAll(profile(profile));
            lines.add(END_OF_BLOCK);
        }
        for (final InterfaceConfig port : config.interfaces().values()) {
            final List<String> references = new ArrayList<>();
            writeReferences(port, references::add);
            if (!references.isEmpty()) {
                lines.add("interface " + port.name());
                lines.addAll(references);
                lines.add(END_OF_BLOCK);
            }
        }
        return lines;
    }

    /** The whole configuration as a file that a device can start from: entered, committed, left. */
    public static List<String> file(DeviceConfig config) {
        final List<String> lines = new ArrayList<>();
        lines.add("system-view");
        lines.addAll(lines(config));
        lines.add("commit");
        lines.add("return");
        return lines;
    }

    /** One interface with its binding. */
    public static List<String> port(InterfaceConfig port) {
        final List<String> lines = new ArrayList<>();
        lines.add("interface " + port.name());
        writeInterface(port, lines::add);
        writeReferences(port, lines::add);
        return lines;
    }

    private static void writeSystem(VrrpSystemConfig vrrp, Consumer<String> out) {
        if (vrrp.enhancedNa()) {
            out.accept("na-enhance-enable");
        }
        if (vrrp.recoverDelayS() != 0) {
            out.accept("vrrp6 recover-delay " + vrrp.recoverDelayS());
        }
        if (vrrp.naCount() != VrrpSystemConfig.DEFAULT_NA_COUNT
                || vrrp.naIntervalMs() != VrrpSystemConfig.DEFAULT_NA_INTERVAL_MS) {
            out.accept("vrrp6 na-send count " + vrrp.naCount() + " interval " + vrrp.naIntervalMs());
        }
    }

    /** What names objects that stand further down: admin groups of other interfaces, profiles. */
    private static void writeReferences(InterfaceConfig port, Consumer<String> out) {
        for (final VrrpConfig group : port.groups()) {
            group.admin()
                    .follows()
                    .ifPresent(ref -> out.accept(" vrrp6 vrid " + group.vrid() + " track admin-vrrp6 interface "
                            + ref.interfaceName() + " vrid " + ref.vrid()
                            + (group.admin().unflowdown() ? " unflowdown" : "")));
        }
        if (!port.profile().isEmpty()) {
            out.accept(" remote-backup-profile " + port.profile());
        }
    }

    private static void writeInterface(InterfaceConfig port, Consumer<String> out) {
        if (!port.linuxName().isEmpty()) {
            out.accept(" linux-interface " + port.linuxName());
        }
        ETrunkText.writeMember(port.ethTrunk(), out);
        if (port.ipv6Enabled()) {
            out.accept(" ipv6 enable");
        }
        for (final Ipv6Prefix address : port.addresses()) {
            if (address.address().isLinkLocal()) {
                out.accept(" ipv6 address " + address.address() + " link-local");
                continue;
            }
            out.accept(" ipv6 address " + address.address() + "/" + address.prefixLength()
                    + (address.eui64() ? " eui-64" : "") + (address.tag() == 0 ? "" : " tag " + address.tag()));
        }
        if (port.routerAdvertisements()) {
            out.accept(" undo ipv6 nd ra halt");
        }
        if (port.recoverDelayS() != 0) {
            out.accept(" vrrp6 recover-delay " + port.recoverDelayS());
        }
        writeNd(port.nd(), out);
        for (final VrrpConfig group : port.groups()) {
            writeGroup(group, out);
        }
    }

    private static void writeNd(NdSystemConfig nd, Consumer<String> out) {
        final NdSystemConfig usual = NdSystemConfig.DEFAULT;
        writeNd("stale-timeout", nd.staleTimeoutS(), usual.staleTimeoutS(), out);
        writeNd("nud reachable-time", nd.reachableTimeMs(), usual.reachableTimeMs(), out);
        writeNd("nud attempts", nd.attempts(), usual.attempts(), out);
        writeNd("nud interval", nd.intervalMs(), usual.intervalMs(), out);
        writeNd("ns rate-limit", nd.probesPerSecond(), usual.probesPerSecond(), out);
        writeNd("hold-time", nd.holdS(), usual.holdS(), out);
        writeNd("incomplete-limit", nd.incompleteLimit(), usual.incompleteLimit(), out);
    }

    private static void writeNd(String words, int value, int usual, Consumer<String> out) {
        if (value != usual) {
            out.accept("ipv6 nd " + words + " " + value);
        }
    }

    private static void writeNd(NdConfig nd, Consumer<String> out) {
        if (nd.neighborLimit() != NdConfig.DEFAULT.neighborLimit()) {
            out.accept(" ipv6 nd neighbor-limit " + nd.neighborLimit());
        }
        if (nd.staleTimeoutS() != NdConfig.DEFAULT.staleTimeoutS()) {
            out.accept(" ipv6 nd stale-timeout " + nd.staleTimeoutS());
        }
    }

    private static void writeGroup(VrrpConfig group, Consumer<String> out) {
        final String head = " vrrp6 vrid " + group.vrid() + " ";
        for (final Ipv6Address address : group.virtualAddresses()) {
            out.accept(head + "virtual-ip " + address + (address.isLinkLocal() ? " link-local" : ""));
        }
        if (group.priority() != VrrpConfig.DEFAULT_PRIORITY) {
            out.accept(head + "priority " + group.priority());
        }
        if (!group.preempt()) {
            out.accept(head + "preempt-mode disable");
        }
        if (group.preemptDelayS() != 0) {
            out.accept(head + "preempt-mode timer delay " + group.preemptDelayS());
        }
        if (group.advertIntervalCs() < VrrpConfig.MIN_ADVERT_COMMAND_CS) {
            out.accept(head + "timer advertise millisecond " + group.advertIntervalCs() * 10);
        } else if (group.advertIntervalCs() != VrrpConfig.DEFAULT_ADVERT_INTERVAL_CS) {
            out.accept(head + "timer advertise " + group.advertIntervalCs());
        }
        if (group.holdingMultiplier() != VrrpConfig.DEFAULT_HOLDING_MULTIPLIER) {
            out.accept(head + "holding-multiplier " + group.holdingMultiplier());
        }
        if (group.virtualMac()) {
            out.accept(head + "virtual-mac");
        }
        if (!group.acceptMode()) {
            out.accept(head + "accept-mode disable");
        }
        if (group.anyOwner()) {
            out.accept(head + "owner-claim any");
        }
        writeTracking(group.tracking(), group.vrid(), out);
        if (group.admin().admin()) {
            out.accept(" admin-vrrp6 vrid " + group.vrid() + (group.admin().ignoreIfDown() ? " ignore-if-down" : ""));
        }
        if (group.admin().stateHoldS() != 0) {
            out.accept(head + "initialize state-hold-time " + group.admin().stateHoldS());
        }
    }

    private static void writeTracking(VrrpTracking tracking, int vrid, Consumer<String> out) {
        final String track = " vrrp6 vrid " + vrid + " track ";
        for (final VrrpTracking.Port port : tracking.interfaces()) {
            out.accept(track + "interface " + port.interfaceName() + (port.increased() ? " increased " : " reduced ")
                    + port.amount());
        }
        if (tracking.journalReducedBy() == 0) {
            out.accept(" undo" + track + "journal");
        } else if (tracking.journalReducedBy() != VrrpTracking.DEFAULT_AMOUNT) {
            out.accept(track + "journal reduced " + tracking.journalReducedBy());
        }
        if (tracking.peerReducedBy() != 0) {
            out.accept(track + "peer reduced " + tracking.peerReducedBy());
        }
    }

    /** One E-Trunk. */
    public static List<String> trunk(ETrunkConfig trunk) {
        return ETrunkText.trunk(trunk);
    }

    /** One remote backup service. */
    public static List<String> service(RbsConfig service) {
        final List<String> lines = new ArrayList<>();
        lines.add("remote-backup-service " + service.name());
        service.endpoints().ifPresent(ends -> {
            final String suffix = ends.peer().version() == 6 ? "-ipv6 " : " ";
            lines.add(" peer" + suffix + ends.peer() + " source" + suffix + ends.source() + " port " + ends.port());
        });
        if (!service.sslPolicy().isEmpty()) {
            lines.add(" bind ssl-policy " + service.sslPolicy());
        }
        if (service.shutdown()) {
            lines.add(" shutdown");
        }
        return lines;
    }

    /** One SSL policy; passwords as cipher text. */
    public static List<String> sslPolicy(SslPolicyConfig policy) {
        final List<String> lines = new ArrayList<>();
        lines.add("ssl-policy " + policy.name());
        policy.keyStore().ifPresent(store -> lines.add(" key-store " + text(store)));
        policy.trustStore().ifPresent(store -> lines.add(" trust-store " + text(store)));
        if (!policy.peerName().isEmpty()) {
            lines.add(" peer-name " + policy.peerName());
        }
        if (!policy.crl().isEmpty()) {
            lines.add(" crl " + policy.crl());
        }
        return lines;
    }

    private static String text(SslPolicyConfig.Store store) {
        return store.path() + " type " + store.type().word() + " password cipher "
                + store.password().cipherText();
    }

    /** One remote backup profile. */
    public static List<String> profile(RbpConfig profile) {
        final List<String> lines = new ArrayList<>();
        lines.add("remote-backup-profile " + profile.name());
        lines.add(" peer-backup hot");
        profile.source().ifPresent(source -> lines.add(" " + source.command()));
        if (!profile.service().isEmpty()) {
            lines.add(" backup-id " + profile.backupId() + " remote-backup-service " + profile.service());
        }
        for (final String type : profile.serviceTypes()) {
            lines.add(" service-type " + type);
        }
        return lines;
    }
}
