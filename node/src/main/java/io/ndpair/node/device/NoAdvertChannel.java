package io.ndpair.node.device;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.AdvertHandler;
import org.agrona.DirectBuffer;

/** The channel of an interface that cannot have one yet, because no peer is configured: it is never up. */
final class NoAdvertChannel implements AdvertChannel {
    @Override
    public boolean send(DirectBuffer advert, int offset, int length) {
        return false;
    }

    @Override
    public int poll(AdvertHandler handler, int limit) {
        return 0;
    }

    @Override
    public boolean up() {
        return false;
    }

    @Override
    public long localHigh() {
        return 0;
    }

    @Override
    public long localLow() {
        return 0;
    }

    @Override
    public int doWork(long nowNs) {
        return 0;
    }

    @Override
    public void close() {}
}
