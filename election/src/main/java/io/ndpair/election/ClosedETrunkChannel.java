package io.ndpair.election;

import org.agrona.DirectBuffer;

/** The channel of an E-Trunk that has no peer. */
record ClosedETrunkChannel(String closedReason) implements ETrunkChannel {
    @Override
    public boolean send(DirectBuffer hello, int offset, int length) {
        return false;
    }

    @Override
    public int poll(Handler handler, int limit) {
        return 0;
    }

    @Override
    public int doWork(long nowNs) {
        return 0;
    }

    @Override
    public void close() {}
}
