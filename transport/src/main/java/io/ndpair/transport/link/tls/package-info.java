/**
 * TLS 1.3 with certificates of both devices (RFC 8446), by the JDK's {@code SSLEngine}, over any other
 * {@link io.ndpair.transport.link.PeerLink}. {@link io.ndpair.transport.link.tls.TlsPeerLink} is the link,
 * {@link io.ndpair.transport.link.tls.TlsCredentials} what it proves itself with and judges the peer by. Nothing here reads files,
 * sockets or clocks.
 */
package io.ndpair.transport.link.tls;
