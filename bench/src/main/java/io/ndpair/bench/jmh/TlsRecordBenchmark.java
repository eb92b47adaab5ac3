package io.ndpair.bench.jmh;

import io.ndpair.bench.pair.Certificates;
import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.link.tls.TlsContext;
import io.ndpair.transport.link.tls.TlsCredentials;
import io.ndpair.transport.link.tls.TlsLinkConfig;
import io.ndpair.transport.link.tls.TlsListener;
import io.ndpair.transport.link.tls.TlsPeerLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it cost to seal a message into TLS 1.3 records and to open it again at the other end, without a network: one mutation, a batch of 64, the
 * most that a message holds? Expected: 3 us for the smallest, most of it the engine's own; no less than 0.6 bytes a nanosecond for both
 * together with the largest, where AES-128-GCM alone does some 1.8 each way.
 */
public class TlsRecordBenchmark extends MicroBenchmark {
    /** Of a message. */
    @Param({"88", "2104", "60000"})
    public int lengthBytes;

    private final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(PeerLink.MAX_MESSAGE_BYTES));
    private final Wire one = new Wire();
    private final Wire two = new Wire();
    private long opened;
    private final MessageHandler count = (buffer, offset, length) -> opened += length;
    private TlsPeerLink sealing;
    private TlsPeerLink opening;

    /** Frames of one direction at a time, in the order in which they came. */
    private static final class Wire implements PeerLink {
        private static final int CAPACITY_BYTES = 256 << 10;

        private final UnsafeBuffer frames = new UnsafeBuffer(new byte[CAPACITY_BYTES]);
        private Wire other;
        private int readIndex;
        private int writeIndex;

        @Override
        public long connection() {
            return 1;
        }

        @Override
        public int offer(DirectBuffer buffer, int offset, int length) {
            return other.take(buffer, offset, length);
        }

        private int take(DirectBuffer buffer, int offset, int length) {
            if (writeIndex + Integer.BYTES + length > CAPACITY_BYTES) {
                return BACK_PRESSURED;
            }
            frames.putInt(writeIndex, length);
            frames.putBytes(writeIndex + Integer.BYTES, buffer, offset, length);
            writeIndex += Integer.BYTES + length;
            return OK;
        }

        @Override
        public int poll(MessageHandler handler, int limit) {
            int polled = 0;
            while (polled < limit && readIndex < writeIndex) {
                final int length = frames.getInt(readIndex);
                final int offset = readIndex + Integer.BYTES;
                readIndex = offset + length;
                handler.onMessage(frames, offset, length);
                polled++;
            }
            if (readIndex == writeIndex) {
                readIndex = 0;
                writeIndex = 0;
            }
            return polled;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {
            readIndex = writeIndex;
        }
    }

    /** Shakes hands. */
    @Setup
    public void connect() throws IOException, GeneralSecurityException {
        one.other = two;
        two.other = one;
        final Path keys = Files.createTempDirectory("ndpair-jmh-");
        try {
            Certificates.make(keys);
            sealing = link(one, keys, 1);
            opening = link(two, keys, 2);
        } finally {
            IoUtil.delete(keys.toFile(), true);
        }
        final long startNs = System.nanoTime();
        while (sealing.connection() == 0 || opening.connection() == 0) {
            final long nowNs = System.nanoTime();
            sealing.doWork(nowNs);
            opening.doWork(nowNs);
            sealing.poll(count, 1);
            opening.poll(count, 1);
            if (nowNs - startNs > TlsLinkConfig.DEFAULT_HANDSHAKE_TIMEOUT_NS) {
                throw new IllegalStateException("no session: " + sealing.status() + ' ' + opening.status());
            }
        }
    }

    private static TlsPeerLink link(Wire wire, Path keys, int device) throws IOException, GeneralSecurityException {
        final char[] password = Certificates.PASSWORD.toCharArray();
        final int peer = 3 - device;
        final Optional<TlsCredentials> credentials = Optional.of(TlsCredentials.of(
                KeyStore.getInstance(Certificates.keyStore(keys, device).toFile(), password),
                password,
                KeyStore.getInstance(Certificates.trustStore(keys, peer).toFile(), password),
                List.of(),
                Certificates.dnsName(peer)));
        return new TlsPeerLink(
                wire,
                TlsLinkConfig.of(device == 1),
                new TlsContext(
                        () -> credentials,
                        System::currentTimeMillis,
                        new SplittableRandom(device),
                        new TlsListener() {}));
    }

    /** Ends the session. */
    @TearDown
    public void close() {
        sealing.close();
        opening.close();
    }

    /** There and opened. */
    @Benchmark
    public long sealAndOpen() {
        final long before = opened;
        if (sealing.offer(message, 0, lengthBytes) != PeerLink.OK) {
            throw new IllegalStateException("not taken: " + sealing.status());
        }
        sealing.flush();
        while (opened == before) {
            if (opening.poll(count, 1) == 0 && one.readIndex == one.writeIndex && two.readIndex == two.writeIndex) {
                throw new IllegalStateException("nothing came: " + opening.status());
            }
        }
        return opened;
    }
}
