package io.ndpair.transport.link.aeron;

import io.ndpair.transport.link.TransportException;
import io.ndpair.transport.link.TransportException.Category;
import io.ndpair.transport.link.TransportException.Code;
import java.net.InetAddress;
import java.util.Objects;

/**
 * Between which addresses a link runs, and on which stream.
 *
 * @param source local address; the link listens here and sends from here
 * @param peer address of the peer device; images from any other address are refused
 * @param port UDP port, the same on both devices, 1 to 65535
 * @param streamId Aeron stream, the backup id of the profile
 */
public record PeerLinkConfig(InetAddress source, InetAddress peer, int port, int streamId) {

    /** Checks the values. */
    public PeerLinkConfig {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(peer, "peer");
        if (port < 1 || port > 0xFFFF) {
            throw new TransportException(Category.FATAL, Code.CONFIG, "port " + port + " is not within 1 to 65535");
        }
        if (source.getAddress().length != peer.getAddress().length) {
            throw new TransportException(
                    Category.FATAL,
                    Code.CONFIG,
                    "source " + source.getHostAddress() + " and peer " + peer.getHostAddress()
                            + " are not of the same address family");
        }
        for (InetAddress address : new InetAddress[] {source, peer}) {
            if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
                throw new TransportException(
                        Category.FATAL, Code.CONFIG, "address " + address.getHostAddress() + " is not one of a device");
            }
        }
    }
}
