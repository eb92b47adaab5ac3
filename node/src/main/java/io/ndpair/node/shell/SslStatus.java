package io.ndpair.node.shell;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An SSL policy at this moment, and the sessions that are made by it.
 *
 * @param policy its name
 * @param fault why its files cannot be used, empty when they can
 * @param warnings what will soon be a fault
 * @param loaded when its files were last taken over
 * @param ownName subject of this device's certificate, empty while there is none
 * @param ownNotAfter when that expires
 * @param sessions one for each profile of the services that are bound to it
 */
public record SslStatus(
        String policy,
        String fault,
        List<String> warnings,
        Optional<Instant> loaded,
        String ownName,
        Optional<Instant> ownNotAfter,
        List<Session> sessions) {
    /** Copies the lists. */
    public SslStatus {
        warnings = List.copyOf(warnings);
        sessions = List.copyOf(sessions);
    }

    /**
     * The session of one profile.
     *
     * @param profile its name
     * @param service the service that carries it
     * @param state in a word
     * @param protocol empty while there is no session
     * @param cipherSuite empty while there is no session
     * @param peerName subject of the peer's certificate, empty while there is no session
     * @param peerNotAfter when that expires
     * @param sessions that came up
     * @param refused handshakes refused and sessions ended, by cause
     * @param lastRefusal the last of these, empty if there was none
     */
    public record Session(
            String profile,
            String service,
            String state,
            String protocol,
            String cipherSuite,
            String peerName,
            Optional<Instant> peerNotAfter,
            long sessions,
            Map<String, Long> refused,
            String lastRefusal) {}
}
