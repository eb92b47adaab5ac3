package io.ndpair.node.shell;

import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.SslPolicyConfig;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** {@code display ssl-policy}, and what {@code display remote-backup-service} says of the protection of a channel. */
final class SslDisplay {
    private static final int WIDTH = 17;

    private final StringBuilder out;
    private final ZoneId zone;

    SslDisplay(StringBuilder out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    void policy(SslPolicyConfig policy, List<String> users, DeviceAccess device) {
        final Fields fields = new Fields(out, zone, 2, WIDTH);
        fields.field("Policy-Name", policy.name())
                .field("Key-store", policy.keyStore().map(SslDisplay::text).orElse(""))
                .field("Trust-store", policy.trustStore().map(SslDisplay::text).orElse(""))
                .field("Peer-name", policy.peerName())
                .field("CRL", policy.crl())
                .lines("Bound to", users);
        status(device, policy.name()).ifPresent(status -> {
            fields.field("State", status.fault().isEmpty() ? "usable" : "not usable: " + status.fault())
                    .time("Loaded", status.loaded())
                    .field("Own certificate", status.ownName())
                    .time("Own not-after", status.ownNotAfter());
            status.warnings().forEach(warning -> fields.field("Warning", warning));
            status.sessions().forEach(this::session);
        });
        out.append('\n');
    }

    void ofService(Fields fields, RbsConfig service, DeviceAccess device) {
        final Optional<SslStatus> status = status(device, service.sslPolicy());
        final List<SslStatus.Session> sessions = status.stream()
                .flatMap(policy -> policy.sessions().stream())
                .filter(session -> session.service().equals(service.name()))
                .toList();
        fields.field("SSL-Policy-Name", service.sslPolicy())
                .field("SSL-State", sessions.isEmpty() ? "" : sessions.get(0).state());
        if (service.isUnprotected()) {
            fields.field("Warning", RbsConfig.UNPROTECTED);
        }
        status.filter(policy -> !policy.fault().isEmpty())
                .ifPresent(policy -> fields.field("SSL-Fault", policy.fault()));
        sessions.forEach(this::session);
    }

    private void session(SslStatus.Session session) {
        out.append("  Session of ").append(session.profile()).append('\n');
        final Fields fields = new Fields(out, zone, 4, WIDTH - 2);
        fields.field("State", session.state())
                .field("Protocol", session.protocol())
                .field("Cipher suite", session.cipherSuite())
                .field("Peer certificate", session.peerName())
                .time("Peer not-after", session.peerNotAfter())
                .field("Sessions", session.sessions())
                .counts("Refused", session.refused());
        if (!session.lastRefusal().isEmpty()) {
            fields.field("Last refusal", session.lastRefusal());
        }
    }

    private static Optional<SslStatus> status(DeviceAccess device, String policy) {
        return device.sslPolicies().stream()
                .filter(status -> status.policy().equals(policy))
                .findFirst();
    }

    private static String text(SslPolicyConfig.Store store) {
        return store.path() + " (" + store.type().word() + ")";
    }
}
