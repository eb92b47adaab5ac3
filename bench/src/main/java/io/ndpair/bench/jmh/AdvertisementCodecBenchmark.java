package io.ndpair.bench.jmh;

import io.ndpair.election.vrrp.VrrpAdvertisement;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does it cost to read the fields of a VRRPv3 advertisement with two addresses in place? Expected: 10 ns at most; thousands of groups at
 * an interval of 10 ms are then no load.
 */
public class AdvertisementCodecBenchmark extends MicroBenchmark {
    private static final byte[] MESSAGE = {
        0x31,
        0x01,
        0x64,
        0x02,
        0x00,
        0x64,
        0x00,
        0x00,
        (byte) 0xfe,
        (byte) 0x80,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        0x20,
        0x01,
        0x0d,
        (byte) 0xb8,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1
    };

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(MESSAGE.length));
    private final VrrpAdvertisement advertisement = new VrrpAdvertisement();

    /** Receives it. */
    @Setup
    public void receive() {
        buffer.putBytes(0, MESSAGE);
    }

    /** All fields of it. */
    @Benchmark
    public long read() {
        advertisement.wrap(buffer, 0);
        long sum = (long) advertisement.version()
                + advertisement.type()
                + advertisement.vrid()
                + advertisement.priority()
                + advertisement.intervalCs()
                + advertisement.checksum();
        for (int i = 0; i < advertisement.addressCount(); i++) {
            sum += advertisement.addressHigh(i) ^ advertisement.addressLow(i);
        }
        return sum;
    }
}
