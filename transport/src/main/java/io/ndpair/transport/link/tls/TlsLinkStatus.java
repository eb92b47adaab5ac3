package io.ndpair.transport.link.tls;

import java.util.Map;
import java.util.Optional;

/**
 * A {@link TlsPeerLink} at this moment, for displays; read from any thread. Counts are since the link was made.
 *
 * @param state where it stands
 * @param session the present session, empty while there is none
 * @param sessions that came up
 * @param ignored frames of attempts that are over, passed over
 * @param refused handshakes refused and sessions ended, by cause; causes that never occurred are left out
 * @param lastRefusal the last of these in one line, empty if there was none
 */
public record TlsLinkStatus(
        TlsState state,
        Optional<TlsSessionInfo> session,
        long sessions,
        long ignored,
        Map<TlsCause, Long> refused,
        String lastRefusal) {

    /** Copies the map. */
    public TlsLinkStatus {
        refused = Map.copyOf(refused);
    }
}
