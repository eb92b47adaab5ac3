package io.ndpair.bench.jmh;

import io.ndpair.store.journal.RecordCrc;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * What does the CRC32C of a record cost, the copy of it included: one mutation, a batch of 64, the largest record? Expected: 60 ns for the
 * smallest and no less than 4 bytes a nanosecond for the largest.
 */
public class ChecksumBenchmark extends MicroBenchmark {
    /** Of a record. */
    @Param({"76", "2092", "65000"})
    public int lengthBytes;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64 << 10));
    private final RecordCrc crc = new RecordCrc();

    /** The checksum that the record should carry. */
    @Benchmark
    public int crc() {
        return crc.of(buffer, 0, lengthBytes);
    }
}
