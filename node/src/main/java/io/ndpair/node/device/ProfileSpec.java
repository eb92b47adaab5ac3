package io.ndpair.node.device;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkRef;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.Ipv6Prefix;
import io.ndpair.node.config.NdConfig;
import io.ndpair.node.config.NdSystemConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.RoleSource;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.transport.ConfigFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration says of one remote backup profile that is complete enough to run: it has the service type nd, a backup id on a
 * service, and an interface that is bound to it (VRP rules C-8 and C-13). Two configurations that lead to equal specifications need no
 * restart of the profile.
 *
 * @param name of the profile.
 * @param backupId under which the peer finds it.
 * @param service name of its remote backup service.
 * @param endpoints of the service's channel; empty while there is none.
 * @param sslPolicy name of the policy that protects the channel; empty for none.
 * @param group key of the VRRP6 group or E-Trunk member that it follows; empty when the role comes from outside.
 * @param links the interfaces that are bound to it.
 * @param facts what must be alike on both devices.
 * @param nd neighbor discovery on all interfaces.
 * @param linkNd neighbor discovery on each link, in the order of the links.
 */
record ProfileSpec(
        String name,
        int backupId,
        String service,
        Optional<RbsConfig.Endpoints> endpoints,
        String sslPolicy,
        String group,
        List<InterfaceConfig> links,
        List<ConfigFact> facts,
        NdSystemConfig nd,
        List<NdConfig> linkNd) {

    /** The specification of a profile, or nothing while the configuration is not complete. */
    static Optional<ProfileSpec> of(DeviceConfig config, RbpConfig profile) {
        final List<InterfaceConfig> links = config.boundTo(profile.name());
        final RbsConfig service = config.services().get(profile.service());
        if (!profile.backsUpNeighbors() || profile.backupId() == 0 || service == null || links.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ProfileSpec(
                profile.name(),
                profile.backupId(),
                profile.service(),
                service.shutdown() ? Optional.empty() : service.endpoints(),
                service.sslPolicy(),
                profile.source().map(ProfileSpec::key).orElse(""),
                // Only what a link is matters here; its groups and addresses may change under a running profile.
                links.stream().map(ProfileSpec::bare).toList(),
                facts(config, profile, links),
                config.nd(),
                links.stream().map(InterfaceConfig::nd).toList()));
    }

    /** What is missing until a profile can run, for the operator; empty when nothing is. */
    static String missing(DeviceConfig config, RbpConfig profile) {
        final List<String> missing = new ArrayList<>();
        if (!profile.backsUpNeighbors()) {
            missing.add("service-type nd");
        }
        if (profile.backupId() == 0) {
            missing.add("backup-id");
        }
        if (config.boundTo(profile.name()).isEmpty()) {
            missing.add("an interface that is bound to it");
        }
        return String.join(", ", missing);
    }

    List<String> linkNames() {
        return links.stream().map(InterfaceConfig::name).toList();
    }

    private static String key(RoleSource source) {
        if (source instanceof ETrunkRef ref) {
            return Trunks.memberKey(ref);
        }
        return source instanceof Vrrp6Ref ref ? groupKey(ref.interfaceName(), ref.vrid()) : "";
    }

    /** The name of a VRRP6 group inside a device. */
    static String groupKey(String interfaceName, int vrid) {
        return interfaceName + "|" + vrid;
    }

    private static InterfaceConfig bare(InterfaceConfig link) {
        return InterfaceConfig.of(link.name()).withLinuxName(link.linuxName());
    }

    private static List<ConfigFact> facts(DeviceConfig config, RbpConfig profile, List<InterfaceConfig> links) {
        final List<ConfigFact> facts = new ArrayList<>();
        facts.add(new ConfigFact("service types", String.join(" ", profile.serviceTypes())));
        for (final InterfaceConfig link : links) {
            addAll(
                    facts,
                    "link " + link.name(),
                    link.addresses().stream()
                            .filter(prefix -> !prefix.address().isLinkLocal())
                            .map(ProfileSpec::prefixOf)
                            .sorted()
                            .distinct()
                            .toList());
        }
        links.forEach(link -> facts.add(nd(config, link)));
        profile.vrrp6().ifPresent(ref -> {
            facts.add(new ConfigFact("vrid", Integer.toString(ref.vrid())));
            final InterfaceConfig link = config.interfaces().get(ref.interfaceName());
            final Optional<VrrpConfig> group = link == null ? Optional.empty() : link.group(ref.vrid());
            group.ifPresent(g -> addAll(
                    facts,
                    "virtual addresses",
                    g.virtualAddresses().stream().map(Object::toString).sorted().toList()));
        });
        return facts;
    }

    /** One fact, or as many as it takes where a list is longer than a fact may be. */
    private static void addAll(List<ConfigFact> facts, String name, List<String> values) {
        final StringBuilder line = new StringBuilder();
        int parts = 1;
        for (final String value : values) {
            if (!line.isEmpty() && line.length() + 1 + value.length() > ConfigFact.MAX_BYTES) {
                facts.add(new ConfigFact(part(name, parts++), line.toString()));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(value);
        }
        facts.add(new ConfigFact(part(name, parts), line.toString()));
    }

    private static String part(String name, int part) {
        return part == 1 ? name : name + ", part " + part;
    }

    private static ConfigFact nd(DeviceConfig config, InterfaceConfig link) {
        final int ofLink = link.nd().staleTimeoutS();
        final int staleTimeoutS = ofLink == 0 ? config.nd().staleTimeoutS() : ofLink;
        return new ConfigFact(
                "nd of " + link.name(),
                "neighbor-limit " + link.nd().neighborLimit() + " stale-timeout " + staleTimeoutS);
    }

    private static String prefixOf(Ipv6Prefix prefix) {
        final int length = prefix.prefixLength();
        final long high = prefix.address().high() & mask(length);
        final long low = prefix.address().low() & mask(length - Long.SIZE);
        return new Ipv6Address(high, low) + "/" + length;
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : -1L << Math.max(0, Long.SIZE - bits);
    }
}
