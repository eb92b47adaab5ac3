package io.ndpair.election;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;

/** A channel that a test feeds and reads. */
final class FakeChannel implements AdvertChannel {
    static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;

    record Received(DirectBuffer packet, long sourceLow, int hopLimit) {}

    final Deque<Received> incoming = new ArrayDeque<>();
    final List<byte[]> sent = new ArrayList<>();
    final List<String> journal;
    long localLow;
    boolean up = true;
    boolean takes = true;
    boolean keepsSent = true;
    boolean closed;
    RuntimeException failure;
    long arrivedAgoNs;

    FakeChannel(long localLow, List<String> journal) {
        this.localLow = localLow;
        this.journal = journal;
    }

    @Override
    public boolean send(DirectBuffer advert, int offset, int length) {
        if (takes && keepsSent) {
            final byte[] bytes = new byte[length];
            advert.getBytes(offset, bytes);
            sent.add(bytes);
            journal.add("send " + (bytes[2] & 0xff));
        }
        return takes;
    }

    @Override
    public int poll(AdvertHandler handler, int limit) {
        if (failure != null) {
            throw failure;
        }
        int polled = 0;
        for (; polled < limit && !incoming.isEmpty(); polled++) {
            final Received received = incoming.poll();
            handler.onAdvert(
                    received.packet(),
                    0,
                    received.packet().capacity(),
                    LINK_LOCAL,
                    received.sourceLow(),
                    received.hopLimit(),
                    true);
        }
        return polled;
    }

    @Override
    public long arrivedAgoNs() {
        return arrivedAgoNs;
    }

    @Override
    public boolean up() {
        return up;
    }

    @Override
    public long localHigh() {
        return LINK_LOCAL;
    }

    @Override
    public long localLow() {
        return localLow;
    }

    @Override
    public int doWork(long nowNs) {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
        up = false;
    }
}
