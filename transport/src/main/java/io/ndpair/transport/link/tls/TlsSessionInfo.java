package io.ndpair.transport.link.tls;

import java.util.Objects;

/**
 * What a session was agreed on, for displays.
 *
 * @param protocol always {@code TLSv1.3}
 * @param cipherSuite by its IANA name
 * @param peerName the subject of the peer's certificate
 * @param peerSerial serial number of that certificate, in hex
 * @param peerNotAfterMs wall clock at which the first certificate of the peer's chain expires
 */
public record TlsSessionInfo(
        String protocol, String cipherSuite, String peerName, String peerSerial, long peerNotAfterMs) {

    /** Checks that nothing is missing. */
    public TlsSessionInfo {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
        Objects.requireNonNull(peerName, "peerName");
        Objects.requireNonNull(peerSerial, "peerSerial");
    }
}
