package io.ndpair.transport.link.tls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One handshake and the session that comes of it: the JDK's engine, driven step by step. It has an {@code SSLContext} of its own, so that
 * no session is ever resumed: every one begins with the certificates of both, checked by the credentials of the day.
 *
 * <p>The JDK's engine makes some garbage with each record; nothing is added to that here.
 */
final class TlsEngine {
    static final String PROTOCOL = "TLSv1.3";
    /**
     * Most content that is sealed as one record. RFC 8446, 5.1 allows 16 KB, of which the JDK's engine leaves 16,367 bytes; whatever is more becomes a
     * second record, with a frame of its own.
     */
    static final int MAX_CONTENT_BYTES = 16 * 1024 - 64;

    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };
    /** No frame makes the engine go more steps than this; a handshake's take three or four. */
    private static final int MAX_STEPS = 64;

    private static final int RECORD_VERSION_OFFSET = 1;
    private static final short RECORD_VERSION = 0x0303;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final PeerVerifier verifier;
    private final ByteBuffer netIn = ByteBuffer.allocate(OutRecords.MAX_RECORD_BYTES);
    /** What waits to be sealed together. */
    private final ByteBuffer content = ByteBuffer.allocate(MAX_CONTENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private final UnsafeBuffer contentView = new UnsafeBuffer(content.array());
    private boolean finished;

    TlsEngine(TlsCredentials credentials, boolean client, long nowMs) throws GeneralSecurityException {
        verifier = new PeerVerifier(credentials, nowMs);
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(new KeyManager[] {credentials.key()}, new TrustManager[] {verifier}, null);
        engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setCipherSuites(CIPHER_SUITES);
        parameters.setNeedClientAuth(true);
        engine.setSSLParameters(parameters);
    }

    void begin() throws SSLException {
        engine.beginHandshake();
    }

    /** Whether the handshake has come to its end, and the peer was found good. */
    boolean finished() {
        return finished && !verifier.verified().isEmpty();
    }

    /** The handshake is over, but nobody looked at a certificate of the peer. */
    boolean unverified() {
        return finished && verifier.verified().isEmpty();
    }

    boolean needsWrap() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    PeerVerifier verifier() {
        return verifier;
    }

    TlsSessionInfo info() {
        List<X509Certificate> chain = verifier.verified();
        return new TlsSessionInfo(
                engine.getSession().getProtocol(),
                engine.getSession().getCipherSuite(),
                PeerVerifier.name(chain.get(0)),
                chain.get(0).getSerialNumber().toString(16),
                TlsCredentials.earliestNotAfterMs(chain));
    }

    /**
     * Opens the record of one frame.
     *
     * @param plain its content is put here; has room for a whole record
     * @param out what the engine has to say in answer
     * @param attempt for the frames of that
     * @return false when the peer has closed the session
     */
    boolean unwrap(DirectBuffer source, int offset, int length, ByteBuffer plain, OutRecords out, long attempt)
            throws SSLException {
        if (length > netIn.capacity()) {
            throw new SSLException("a record of " + length + " bytes is longer than any");
        }
        netIn.clear();
        source.getBytes(offset, netIn.array(), 0, length);
        netIn.limit(length);
        for (int step = 0; netIn.hasRemaining(); step++) {
            if (step == MAX_STEPS) {
                throw new SSLException("a frame that leads nowhere");
            }
            if (needsWrap() && !wrapHandshake(out, attempt)) {
                throw new SSLException("the peer does not take what it asks for");
            }
            if (finished) {
                checkVersion();
            }
            SSLEngineResult result = engine.unwrap(netIn, plain);
            note(result);
            switch (result.getStatus()) {
                case OK -> runTasks();
                case CLOSED -> {
                    return false;
                }
                case BUFFER_UNDERFLOW -> throw new SSLException("a record is cut short");
                case BUFFER_OVERFLOW -> throw new SSLException("a record has more content than is allowed");
            }
        }
        return true;
    }

    /**
     * RFC 8446, 5.1 and 5.2: a protected record bears the version 3.3, and it is part of what the seal covers. The JDK puts the constant
     * there instead of what came, so that these two bytes could be altered on the way.
     */
    private void checkVersion() throws SSLException {
        int at = netIn.position() + RECORD_VERSION_OFFSET;
        if (at + 1 < netIn.limit() && netIn.getShort(at) != RECORD_VERSION) {
            throw new SSLException("a record of version " + netIn.get(at) + "." + netIn.get(at + 1) + " and not 3.3");
        }
    }

    /** Writes what the handshake, a key update or an alert has to say; false when there was no room for all of it. */
    boolean wrapHandshake(OutRecords out, long attempt) throws SSLException {
        for (int step = 0; needsWrap(); step++) {
            if (!out.hasRoom() || step == MAX_STEPS) {
                return false;
            }
            wrap(NOTHING, out, TlsFrame.RECORD, attempt);
            runTasks();
        }
        return true;
    }

    /** The first record of a client. */
    void wrapBegin(OutRecords out, long attempt) throws SSLException {
        wrap(NOTHING, out, TlsFrame.BEGIN, attempt);
    }

    /**
     * Takes a message with its length before it: full records are sealed at once, and what is left waits for the next message or for
     * {@link #sealRest}. The records are empty, so that all of it finds room.
     */
    void take(DirectBuffer buffer, int offset, int length, OutRecords out, long attempt) throws SSLException {
        if (content.remaining() < Integer.BYTES) {
            seal(out, attempt);
        }
        content.putInt(length);
        int done = 0;
        while (done < length) {
            if (!content.hasRemaining()) {
                seal(out, attempt);
            }
            int part = Math.min(length - done, content.remaining());
            buffer.getBytes(offset + done, contentView, content.position(), part);
            content.position(content.position() + part);
            done += part;
        }
        if (!content.hasRemaining()) {
            seal(out, attempt);
        }
    }

    /** Seals what waits, if anything does, in one record that is not full. The records are empty. */
    void sealRest(OutRecords out, long attempt) throws SSLException {
        if (content.position() > 0) {
            seal(out, attempt);
        }
    }

    /** Says that the peer was accepted: an empty message, sealed at once. */
    void confirm(OutRecords out, long attempt) throws SSLException {
        content.putInt(0);
        seal(out, attempt);
    }

    private void seal(OutRecords out, long attempt) throws SSLException {
        content.flip();
        // A key update goes before it.
        for (int step = 0; content.hasRemaining(); step++) {
            if (!out.hasRoom() || step == MAX_STEPS) {
                throw new SSLException("messages have become longer than their records can be");
            }
            wrap(content, out, TlsFrame.RECORD, attempt);
        }
        content.clear();
    }

    /** Says goodbye, or why not; as far as there is room. */
    void close(OutRecords out, long attempt) {
        engine.closeOutbound();
        try {
            for (int step = 0; step < MAX_STEPS && !engine.isOutboundDone() && out.hasRoom(); step++) {
                wrap(NOTHING, out, TlsFrame.RECORD, attempt);
            }
        } catch (SSLException e) {
            // It is over in any case; the peer learns it by its own means.
            out.clear();
        }
    }

    private void wrap(ByteBuffer source, OutRecords out, byte kind, long attempt) throws SSLException {
        int start = out.position();
        ByteBuffer target = out.begin();
        int first = target.position();
        SSLEngineResult result;
        try {
            result = engine.wrap(source, target);
        } catch (SSLException e) {
            out.abandon(start);
            throw e;
        }
        note(result);
        if (target.position() == first) {
            out.abandon(start);
        } else {
            out.end(start, kind, attempt);
        }
    }

    private void note(SSLEngineResult result) {
        finished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    /** Signs, verifies, agrees on keys: some milliseconds of this thread, once or twice in a handshake. */
    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
