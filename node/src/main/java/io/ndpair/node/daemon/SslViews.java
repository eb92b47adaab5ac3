package io.ndpair.node.daemon;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.device.SslReport;
import io.ndpair.node.shell.SslStatus;
import io.ndpair.transport.link.tls.TlsLinkStatus;
import io.ndpair.transport.link.tls.TlsSessionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns what the device reports of its SSL policies into what the displays of the shell show. */
final class SslViews {
    private SslViews() {}

    static SslStatus policy(SslReport report, DeviceConfig config) {
        final List<SslStatus.Session> sessions = report.links().entrySet().stream()
                .map(link -> session(
                        link.getKey(),
                        Optional.ofNullable(config.profiles().get(link.getKey()))
                                .map(RbpConfig::service)
                                .orElse(""),
                        link.getValue()))
                .toList();
        return new SslStatus(
                report.policy(),
                report.fault(),
                report.warnings(),
                DeviceViews.instant(report.loadedMs()),
                report.ownName(),
                DeviceViews.instant(report.ownNotAfterMs()),
                sessions);
    }

    private static SslStatus.Session session(String profile, String service, TlsLinkStatus status) {
        final Map<String, Long> refused = new TreeMap<>();
        status.refused().forEach((cause, count) -> refused.put(cause.text(), count));
        final Optional<TlsSessionInfo> session = status.session();
        return new SslStatus.Session(
                profile,
                service,
                status.state().text(),
                session.map(TlsSessionInfo::protocol).orElse(""),
                session.map(TlsSessionInfo::cipherSuite).orElse(""),
                session.map(TlsSessionInfo::peerName).orElse(""),
                session.map(TlsSessionInfo::peerNotAfterMs).map(Instant::ofEpochMilli),
                status.sessions(),
                refused,
                status.lastRefusal());
    }
}
