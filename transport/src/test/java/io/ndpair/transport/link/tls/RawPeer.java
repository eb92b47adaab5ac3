package io.ndpair.transport.link.tls;

import io.ndpair.transport.link.PeerLink;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A peer with a key that is good, which seals whatever it is told to: what is in the records need not be messages. */
final class RawPeer {
    private static final int MOST_BYTES = 32 * 1024;

    private final PeerLink side;
    private final SSLEngine engine;
    private final boolean client;
    private final ByteBuffer opened = ByteBuffer.allocate(MOST_BYTES);
    private long attempt;
    private boolean finished;

    RawPeer(KeyStore own, KeyStore trusted, boolean client, PeerLink side) throws Exception {
        this.side = side;
        this.client = client;
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(own, TestPki.PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setNeedClientAuth(true);
        if (client) {
            attempt = 77;
            engine.beginHandshake();
            say(TlsFrame.BEGIN, new byte[0]);
        }
    }

    /** Whether its half of the handshake is over. */
    boolean finished() {
        return finished;
    }

    /** Takes what has arrived, and answers what the handshake asks for. */
    void cycle() throws SSLException {
        ByteBuffer[] frame = new ByteBuffer[1];
        while (side.poll((buffer, offset, length) -> frame[0] = take(buffer, offset, length), 1) > 0) {
            while (frame[0].hasRemaining()) {
                opened.clear();
                note(engine.unwrap(frame[0], opened).getHandshakeStatus());
                runTasks();
                if (engine.isInboundDone()) {
                    return;
                }
            }
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                say(TlsFrame.RECORD, new byte[0]);
            }
        }
    }

    /** Seals these bytes in one record. */
    void send(byte[] content) throws SSLException {
        say(TlsFrame.RECORD, content);
    }

    /** Ends its side in order. */
    void sayGoodbye() throws SSLException {
        engine.closeOutbound();
        say(TlsFrame.RECORD, new byte[0]);
    }

    /** What four bytes before a message say, and the message. */
    static byte[] message(int said, int length) {
        byte[] bytes = new byte[Integer.BYTES + length];
        new UnsafeBuffer(bytes).putInt(0, said);
        return bytes;
    }

    private ByteBuffer take(DirectBuffer buffer, int offset, int length) {
        if (!client) {
            attempt = TlsFrame.attempt(buffer, offset);
        }
        byte[] bytes = new byte[length - TlsFrame.HEADER_BYTES];
        buffer.getBytes(offset + TlsFrame.HEADER_BYTES, bytes);
        return ByteBuffer.wrap(bytes);
    }

    private void say(byte kind, byte[] content) throws SSLException {
        ByteBuffer sealed = ByteBuffer.allocate(MOST_BYTES);
        sealed.position(TlsFrame.HEADER_BYTES);
        note(engine.wrap(ByteBuffer.wrap(content), sealed).getHandshakeStatus());
        runTasks();
        UnsafeBuffer frame = new UnsafeBuffer(sealed.array());
        TlsFrame.write(frame, 0, kind, attempt);
        if (sealed.position() > TlsFrame.HEADER_BYTES && side.offer(frame, 0, sealed.position()) != PeerLink.OK) {
            throw new IllegalStateException("the wire takes no frame of the raw peer");
        }
    }

    private void note(HandshakeStatus status) {
        finished |= status == HandshakeStatus.FINISHED;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
