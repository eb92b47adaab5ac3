package io.ndpair.node.device;

import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import org.agrona.DirectBuffer;

/** The link of a service that has no peer, or that is shut down: always down. */
final class NoPeerLink implements PeerLink {
    @Override
    public long connection() {
        return 0;
    }

    @Override
    public int offer(DirectBuffer buffer, int offset, int length) {
        return DOWN;
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        return 0;
    }

    @Override
    public int doWork(long nowNs) {
        return 0;
    }

    @Override
    public void close() {}
}
