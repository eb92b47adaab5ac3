package io.ndpair.election.vrrp.udp;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.AdvertHandler;
import java.net.InetSocketAddress;
import org.agrona.DirectBuffer;

/**
 * Advertisements between exactly two devices over UDP, where there is no right to open raw sockets. Every datagram carries
 * what the IPv6 header would have said, so that the same checks apply.
 */
@SuppressWarnings("DoNotCallSuggester") // the bodies come with the machine
public final class UdpAdvertChannel implements AdvertChannel {
    private UdpAdvertChannel() {}

    /**
     * Binds to {@code source} and talks to {@code peer}. The link-local address that is claimed in adverts is derived
     * from {@code source}.
     *
     * @throws io.ndpair.election.ElectionException when the address cannot be bound; one line with address and port
     */
    public static UdpAdvertChannel open(InetSocketAddress source, InetSocketAddress peer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean send(DirectBuffer advert, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int poll(AdvertHandler handler, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean up() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long localHigh() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long localLow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int doWork(long nowNs) {
        return 0;
    }

    @Override
    public void close() {}
}
