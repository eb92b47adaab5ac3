package io.ndpair.node.device;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.SslPolicyConfig;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.link.tls.TlsCause;
import io.ndpair.transport.link.tls.TlsContext;
import io.ndpair.transport.link.tls.TlsCredentials;
import io.ndpair.transport.link.tls.TlsLinkConfig;
import io.ndpair.transport.link.tls.TlsLinkStatus;
import io.ndpair.transport.link.tls.TlsListener;
import io.ndpair.transport.link.tls.TlsPeerLink;
import io.ndpair.transport.link.tls.TlsSessionInfo;
import io.ndpair.transport.link.tls.TlsWarmUp;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.EpochClock;

/**
 * The SSL policies of a device and the links that they protect. A policy that is bound must be usable when it is committed; one whose files
 * have become unusable when the device starts leaves its channels down and is tried again whenever a file changes. Files are looked at every
 * ten seconds: one that was replaced is taken over by itself, or an alarm says why it was not, and what was loaded stays.
 *
 * <p>Changed by the thread that configures and by operators, one at a time; {@link #doWork} belongs to the thread of the platform; credentials
 * and reports are read by any.
 */
final class SslPolicies {
    /** So long ahead of its end a certificate is warned about. */
    static final long WARNED_AHEAD_MS = TimeUnit.DAYS.toMillis(30);
    /** Revocation lists live for days or weeks only. */
    static final long LIST_WARNED_AHEAD_MS = TimeUnit.DAYS.toMillis(1);

    static final long EXPIRY_INTERVAL_MS = TimeUnit.DAYS.toMillis(1);
    private static final long FILES_INTERVAL_S = 10;
    private static final long FILES_INTERVAL_NS = TimeUnit.SECONDS.toNanos(FILES_INTERVAL_S);

    private final ErrorLog errors;
    private final EpochClock clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();
    private final Map<String, Protected> links = new ConcurrentHashMap<>();
    private final Map<String, RbsConfig> unprotected = new TreeMap<>();
    private final TlsWarmUp warmUp = new TlsWarmUp();
    private long filesNs;
    private boolean filesSeen;
    private long expiryMs;

    /** A link and the policy that protects it. */
    private record Protected(String policy, TlsPeerLink link) {}

    /** What was loaded of a policy, or why nothing could be. */
    private record Policy(
            SslPolicyConfig config,
            Optional<TlsCredentials> credentials,
            String fault,
            long loadedMs,
            List<String> stamps) {}

    SslPolicies(ErrorLog errors, EpochClock clock) {
        this.errors = errors;
        this.clock = clock;
    }

    /**
     * Takes on the policies of a configuration; the sessions of those that have changed shake hands again.
     *
     * @param strict whether a bound policy whose files cannot be used is refused.
     * @throws DeviceException when it is.
     */
    void apply(DeviceConfig next, boolean strict) {
        changing.lock();
        try {
            final Map<String, Policy> changed = new TreeMap<>();
            for (final SslPolicyConfig config : next.sslPolicies().values()) {
                final Policy present = policies.get(config.name());
                if (present == null || !present.config().equals(config)) {
                    changed.put(config.name(), load(config, present, strict && isBound(next, config)));
                }
            }
            policies.keySet().retainAll(next.sslPolicies().keySet());
            policies.putAll(changed);
            expiryMs = 0;
            warnUnprotected(next);
        } finally {
            changing.unlock();
        }
    }

    private void warnUnprotected(DeviceConfig next) {
        unprotected.values().removeIf(service -> !service.equals(next.services().get(service.name())));
        for (final RbsConfig service : next.services().values()) {
            if (service.isUnprotected() && unprotected.put(service.name(), service) == null) {
                errors.alarm(service.name(), RbsConfig.UNPROTECTED);
            }
        }
    }

    private static boolean isBound(DeviceConfig config, SslPolicyConfig policy) {
        return config.services().values().stream()
                .anyMatch(service -> service.sslPolicy().equals(policy.name()));
    }

    private Policy load(SslPolicyConfig config, Policy present, boolean strict) {
        final List<String> stamps = SslFiles.stamps(config);
        try {
            final TlsCredentials loaded = SslFiles.load(config);
            errors.info(config.name(), "ssl-policy loaded: " + loaded.ownName());
            return new Policy(config, Optional.of(loaded), "", clock.time(), stamps);
        } catch (final DeviceException e) {
            if (strict) {
                throw e;
            }
            if (config.missing().isEmpty()) {
                errors.alarm(config.name(), e.getMessage());
            }
            final boolean isSame = present != null && present.config().equals(config);
            return new Policy(
                    config,
                    isSame ? present.credentials() : Optional.empty(),
                    e.getMessage(),
                    isSame ? present.loadedMs() : 0,
                    stamps);
        }
    }

    /**
     * Loads the files of a policy anew.
     *
     * @throws DeviceException when they cannot be used; what was loaded before stays.
     */
    void reload(String name) {
        changing.lock();
        try {
            final Policy present = policies.get(name);
            if (present == null) {
                throw new DeviceException("there is no ssl-policy " + name + " in the running configuration");
            }
            policies.put(name, load(present.config(), present, true));
            expiryMs = 0;
        } finally {
            changing.unlock();
        }
    }

    /** Looks at the files and at what expires; with the first policy it makes sealing quick, a part at a time. */
    int doWork(long nowNs) {
        final int warmed = policies.isEmpty() ? 0 : warmUp.doWork();
        return warmed + followFiles(nowNs);
    }

    private int followFiles(long nowNs) {
        if (filesSeen && nowNs - filesNs < 0) {
            return 0;
        }
        filesSeen = true;
        filesNs = nowNs + FILES_INTERVAL_NS;
        if (policies.isEmpty()) {
            return 0;
        }
        changing.lock();
        try {
            for (final Policy policy : List.copyOf(policies.values())) {
                if (!policy.stamps().equals(SslFiles.stamps(policy.config()))) {
                    policies.put(policy.config().name(), load(policy.config(), policy, false));
                    expiryMs = 0;
                }
            }
            final long nowMs = clock.time();
            if (nowMs >= expiryMs) {
                expiryMs = nowMs + EXPIRY_INTERVAL_MS;
                for (final Policy policy : policies.values()) {
                    warnings(policy)
                            .forEach(warning -> errors.alarm(policy.config().name(), warning));
                }
            }
        } finally {
            changing.unlock();
        }
        return 1;
    }

    private List<String> warnings(Policy policy) {
        final List<String> warnings = new ArrayList<>();
        policy.credentials().ifPresent(loaded -> {
            warn(warnings, "own certificate " + loaded.ownName(), loaded.ownNotAfterMs(), WARNED_AHEAD_MS);
            warn(warnings, "a revocation list", loaded.revocationNextUpdateMs(), LIST_WARNED_AHEAD_MS);
        });
        links.forEach((profile, of) -> {
            if (of.policy().equals(policy.config().name())) {
                of.link()
                        .status()
                        .session()
                        .ifPresent(session -> warn(
                                warnings,
                                "certificate of the peer of " + profile + " " + session.peerName(),
                                session.peerNotAfterMs(),
                                WARNED_AHEAD_MS));
            }
        });
        return warnings;
    }

    private void warn(List<String> warnings, String what, long endMs, long aheadMs) {
        final long leftMs = endMs - clock.time();
        if (leftMs <= aheadMs) {
            warnings.add(what
                    + (leftMs <= 0
                            ? " expired at " + Instant.ofEpochMilli(endMs)
                            : " expires in " + TimeUnit.MILLISECONDS.toDays(leftMs) + " days, at "
                                    + Instant.ofEpochMilli(endMs)));
        }
    }

    /** Protects a link by the policy of its service; on the thread of the links. */
    PeerLink protect(PeerLink below, ProfileSpec spec, RbsConfig.Endpoints ends) {
        final String policy = spec.sslPolicy();
        if (policy.isEmpty()) {
            links.remove(spec.name());
            return below;
        }
        final TlsPeerLink link = new TlsPeerLink(
                below,
                TlsLinkConfig.of(TlsLinkConfig.isClient(
                        ends.source().toInetAddress(), ends.peer().toInetAddress())),
                new TlsContext(
                        () -> credentials(policy), clock, random, new Alarms(spec.name(), spec.service(), errors)));
        links.put(spec.name(), new Protected(policy, link));
        return link;
    }

    /** No link is left of a profile that was stopped. */
    void forget(String profile) {
        links.remove(profile);
    }

    private Optional<TlsCredentials> credentials(String policy) {
        final Policy present = policies.get(policy);
        return present == null ? Optional.empty() : present.credentials();
    }

    /** Where the policies stand, by name. */
    List<SslReport> reports() {
        final List<SslReport> reports = new ArrayList<>();
        for (final Policy policy : new TreeMap<>(policies).values()) {
            final Map<String, TlsLinkStatus> of = new TreeMap<>();
            links.forEach((profile, link) -> {
                if (link.policy().equals(policy.config().name())) {
                    of.put(profile, link.link().status());
                }
            });
            reports.add(new SslReport(
                    policy.config().name(),
                    policy.fault(),
                    warnings(policy),
                    policy.loadedMs(),
                    policy.credentials().map(TlsCredentials::ownName).orElse(""),
                    policy.credentials().map(TlsCredentials::ownNotAfterMs).orElse(0L),
                    of));
        }
        return reports;
    }

    /** Makes log lines and alarms of what a link tells. */
    private record Alarms(String profile, String service, ErrorLog errors) implements TlsListener {
        @Override
        public void onSession(TlsSessionInfo session) {
            errors.info(
                    service,
                    "TLS session of " + profile + ": " + session.protocol() + " " + session.cipherSuite() + " with "
                            + session.peerName() + ", serial " + session.peerSerial() + ", not after "
                            + Instant.ofEpochMilli(session.peerNotAfterMs()));
        }

        @Override
        public void onRefused(TlsCause cause, String what) {
            errors.alarm(service, "TLS of " + profile + ": " + cause.text() + ": " + what);
        }
    }
}
