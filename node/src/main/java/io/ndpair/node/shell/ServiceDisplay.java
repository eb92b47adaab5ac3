package io.ndpair.node.shell;

import io.ndpair.node.config.IpAddress;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.RbsConfig;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code display remote-backup-service}. */
final class ServiceDisplay {
    private static final String RULE = "-".repeat(60) + "\n";
    private static final int WIDTH = 17;

    private final StringBuilder out;
    private final ZoneId zone;

    ServiceDisplay(StringBuilder out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    static void list(StringBuilder out, List<RbsConfig> services) {
        out.append(RULE).append("SERVER ID    SERVER NAME\n").append(RULE);
        for (int i = 0; i < services.size(); i++) {
            out.append(
                    String.format(Locale.ROOT, "%-12d %s%n", i, services.get(i).name()));
        }
        out.append(RULE)
                .append("Total ")
                .append(services.size())
                .append(',')
                .append(services.size())
                .append(" printed\n");
    }

    void detail(int index, RbsConfig config, DeviceAccess device, boolean verbose) {
        final Optional<ServiceStatus> found = device.services().stream()
                .filter(status -> status.name().equals(config.name()))
                .findFirst();
        final Fields fields = new Fields(out, zone, 2, WIDTH);
        fields.field("Service-Index", index).field("Service-Name", config.name());
        fields.field(
                "TCP-State",
                found.map(ServiceStatus::state)
                        .orElse(ServiceStatus.ChannelState.INITIAL)
                        .text());
        found.filter(status -> !status.stateReason().isEmpty())
                .ifPresent(status -> fields.field("State reason", status.stateReason()));
        fields.field("Peer-ip", config.endpoints().map(e -> text(e.peer())).orElse(""))
                .field(
                        "Source-ip",
                        config.endpoints().map(e -> text(e.source())).orElse(""))
                .field(
                        "TCP-Port",
                        config.endpoints().map(e -> Integer.toString(e.port())).orElse(""))
                .field("Track-BFD", "");
        new SslDisplay(out, zone).ofService(fields, config, device);
        found.ifPresent(status -> {
            fields.time("Last up time", status.lastUp()).time("Last down time", status.lastDown());
            if (status.lastDown().isPresent()) {
                fields.field("Last down reason", status.lastDownReason());
            }
            if (verbose) {
                verbose(fields, status, device.profiles());
            }
        });
    }

    private void verbose(Fields fields, ServiceStatus status, List<ProfileStatus> profiles) {
        fields.field("Transport", "Aeron UDP").field("Unknown backup-id", status.strangers() + " messages refused");
        for (final ProfileStatus profile : profiles) {
            if (status.profiles().contains(profile.name())) {
                out.append("  Profile ").append(profile.name()).append('\n');
                ReplicationFields.write(new Fields(out, zone, 4, WIDTH + 2), profile.replication());
            }
        }
    }

    private static String text(IpAddress address) {
        return address instanceof Ipv6Address ipv6 ? ipv6.toDisplayString() : address.toString();
    }
}
