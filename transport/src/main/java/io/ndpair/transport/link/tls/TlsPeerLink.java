package io.ndpair.transport.link.tls;

import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.agrona.DirectBuffer;

/**
 * TLS 1.3 with certificates of both devices over another link (RFC 8446). A machine without I/O: bytes and clock readings go in through the
 * link below and {@link #doWork}. It is up when both devices have proved who they are, and messages travel in records, each
 * of them in a frame of its own ({@code TlsFrame}); a message is delivered when the last of its records was found good. A plain frame is
 * never taken.
 *
 * <p>A record costs some microseconds at both ends before its first byte. So the messages of a duty cycle share records: a record that is full is
 * sealed at once, and what is left by {@link #flush}. While the link below takes nothing, no message is taken either.
 *
 * <p>TLS needs an ordered, reliable channel, and the link below is one for as long as its connection number stays. Every other number there
 * means a new handshake here. No session is ever resumed. The client, one end by configuration, begins; the server asks it to
 * when it has lost what the client may still believe in. The client counts itself up when it has the server's first sealed message, by which the
 * server says that it has accepted the client's certificate.
 *
 * <pre>
 *   state      event                                   next       what happens
 *   any        link below is down                      DOWN       attempt dropped
 *   any        link below has another connection       WAITING    attempt dropped
 *   WAITING    pause over, client                      HANDSHAKE  BEGIN with a new attempt
 *   WAITING    pause over, server, once an interval    WAITING    REQUEST
 *   WAITING    BEGIN, server, pause over               HANDSHAKE  answer
 *   not DOWN   BEGIN, server, in the pause             WAITING    attempt dropped; REQUEST when the pause ends
 *   WAITING    anything else                           WAITING    passed over, counted
 *   HANDSHAKE  record of this attempt                  HANDSHAKE  answer
 *   HANDSHAKE  finished, server                        UP         empty message
 *   HANDSHAKE  finished, client, empty message         UP
 *   HANDSHAKE  time-out, refusal, alert                WAITING    counted, alert sent, pause
 *   HANDSHAKE  BEGIN of another attempt, server        HANDSHAKE  begins anew
 *   HANDSHAKE  REQUEST without this attempt, client    WAITING    begins anew after the shortest pause
 *   UP         record of this attempt                  UP         message delivered when whole
 *   UP         record that is not good, alert, goodbye WAITING    counted, alert sent, pause
 *   UP         a certificate's time is over            WAITING    counted, alert sent, pause
 *   UP         BEGIN of another attempt, server        HANDSHAKE  begins anew
 *   UP         REQUEST without this attempt, client    WAITING    begins anew after the shortest pause
 *   HANDSHAKE, UP  other credentials                   WAITING    goodbye, begins anew
 *   all but DOWN   plain frame, unknown version        WAITING    counted, alert sent, pause
 *   all but DOWN   frame of another attempt            the same   passed over, counted
 * </pre>
 *
 * <p>Memory is bounded: one message and one record each way, 64 waiting steps a frame, and no more handshakes than one in 25 ms, or one in half
 * the retry interval after a refusal, whatever the peer sends. A handshake takes some milliseconds of the thread that runs the link. On the steady
 * path nothing is allocated but by the JDK's engine.
 */
public final class TlsPeerLink implements PeerLink {
    private static final long SHORTEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long EXPIRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int FRAMES_PER_HANDSHAKE_CYCLE = 16;
    /** The parts of the longest message, its length, and a key update or two. */
    private static final int FRAMES_PER_MESSAGE = 8;

    private final PeerLink below;
    private final TlsLinkConfig config;
    private final TlsContext context;
    private final OutRecords out = new OutRecords();
    private final InMessages in = new InMessages();
    private final MessageHandler inbound = this::onFrame;
    private final TlsLedger ledger = new TlsLedger();
    private TlsState state = TlsState.DOWN;
    private TlsEngine engine;
    private Optional<TlsCredentials> credentials;
    private TlsSessionInfo session;
    private long belowConnection;
    private long connection;
    private long lastConnection;
    private long attempt;
    private long nowNs;
    private long pauseEndNs;
    private boolean pausing;
    private boolean requestDue;
    private long requestNs;
    private long deadlineNs;
    private long expiryCheckNs;
    private boolean closed;

    /**
     * A link over another, which it owns from now on.
     *
     * @param below carries the frames
     * @param config which end it is, and its times
     * @param context credentials, clock and listener
     */
    public TlsPeerLink(PeerLink below, TlsLinkConfig config, TlsContext context) {
        this.below = below;
        this.config = config;
        this.context = context;
        credentials = context.credentials().get();
        publish();
    }

    /**
     * Where the link stands; any thread.
     *
     * @return a snapshot
     */
    public TlsLinkStatus status() {
        return ledger.status();
    }

    @Override
    public long connection() {
        return connection;
    }

    @Override
    public int offer(DirectBuffer buffer, int offset, int length) {
        if (state != TlsState.UP || below.connection() != belowConnection) {
            return DOWN;
        }
        if (length < 1 || length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message of " + length + " bytes");
        }
        if (!out.flush(below)) {
            return BACK_PRESSURED;
        }
        try {
            if (!engine.wrapHandshake(out, attempt) || !out.flush(below)) {
                return BACK_PRESSURED;
            }
            engine.take(buffer, offset, length, out, attempt);
        } catch (SSLException e) {
            refuse(Refusal.ofSealing(e));
            return DOWN;
        }
        out.flush(below);
        return OK;
    }

    @Override
    public void flush() {
        if (state == TlsState.UP && out.flush(below)) {
            try {
                engine.sealRest(out, attempt);
                out.flush(below);
            } catch (SSLException e) {
                refuse(Refusal.ofSealing(e));
            }
        }
        below.flush();
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        if (state != TlsState.UP || limit <= 0) {
            return 0;
        }
        long polled = connection;
        int delivered = deliver(handler, limit);
        // A frame at a time, and only when no whole message is left. A long message is several frames: go on until one
        // is whole or nothing more is there; but not for ever, frames may bear nothing.
        for (long frames = (long) FRAMES_PER_MESSAGE * limit;
                frames > 0 && delivered < limit && connection == polled && below.poll(inbound, 1) > 0;
                frames--) {
            delivered += deliver(handler, limit - delivered);
        }
        return delivered;
    }

    private int deliver(MessageHandler handler, int limit) {
        int delivered = 0;
        while (delivered < limit && state == TlsState.UP && in.hasLength()) {
            int length = in.length();
            if (length < 1 || length > MAX_MESSAGE_BYTES) {
                refuse(TlsCause.MESSAGE, "a message of " + length + " bytes");
                return delivered;
            }
            if (!in.isWhole()) {
                return delivered;
            }
            delivered++;
            in.deliver(handler);
        }
        return delivered;
    }

    @Override
    public int doWork(long now) {
        nowNs = now;
        if (closed) {
            return 0;
        }
        int workCount = below.doWork(now) + followBelow() + followCredentials();
        if (state == TlsState.DOWN) {
            return workCount;
        }
        out.flush(below);
        flush();
        if (pausing && now - pauseEndNs >= 0) {
            pausing = false;
        }
        if (state == TlsState.WAITING && !pausing) {
            workCount += config.client() ? beginAsClient() : request();
        }
        workCount += readHandshake();
        if (state == TlsState.HANDSHAKE || (state == TlsState.UP && engine.needsWrap())) {
            workCount += answer();
        }
        if (ledger.hasNews()) {
            publish();
        }
        if (state == TlsState.HANDSHAKE && now - deadlineNs >= 0) {
            refuse(
                    TlsCause.TIMEOUT,
                    "no end of the handshake within " + TimeUnit.NANOSECONDS.toMillis(config.handshakeTimeoutNs())
                            + " ms");
        }
        if (state == TlsState.UP && now - expiryCheckNs >= 0) {
            checkExpiry();
        }
        return workCount;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        flush();
        if (engine != null) {
            engine.close(out, attempt);
            out.flush(below);
        }
        drop(TlsState.DOWN);
        closed = true;
        publish();
        below.close();
    }

    private int followBelow() {
        if (below.connection() == belowConnection) {
            return 0;
        }
        belowConnection = below.connection();
        out.clear();
        drop(belowConnection == 0 ? TlsState.DOWN : TlsState.WAITING);
        requestDue = true;
        // The client has most likely seen it too, and begins by itself.
        requestNs = nowNs + 2 * SHORTEST_PAUSE_NS;
        publish();
        return 1;
    }

    /** Other credentials: the next session is made with them, and the present one must not outlive what they no longer trust. */
    private int followCredentials() {
        Optional<TlsCredentials> present = context.credentials().get();
        if (present.orElse(null) == credentials.orElse(null)) {
            return 0;
        }
        credentials = present;
        pausing = false;
        ledger.forgetReported();
        if (state == TlsState.HANDSHAKE || state == TlsState.UP) {
            engine.close(out, attempt);
            drop(TlsState.WAITING);
            requestDue = true;
            requestNs = nowNs;
            publish();
        }
        return 1;
    }

    private int beginAsClient() {
        if (!out.isEmpty()) {
            return 0;
        }
        begin(context.random().nextLong() | 1);
        if (state == TlsState.HANDSHAKE) {
            try {
                engine.begin();
                engine.wrapBegin(out, attempt);
                out.flush(below);
            } catch (SSLException e) {
                refuse(TlsCause.HANDSHAKE, Refusal.text(e));
            }
        }
        return 1;
    }

    /** What the client may believe in is gone here; it is told once an interval until it begins. */
    private int request() {
        if (!requestDue || nowNs - requestNs < 0 || !out.hasRoom()) {
            return 0;
        }
        int start = out.position();
        out.begin();
        out.end(start, TlsFrame.REQUEST, attempt);
        out.flush(below);
        requestNs = nowNs + config.retryIntervalNs();
        return 1;
    }

    private void begin(long newAttempt) {
        drop(TlsState.HANDSHAKE);
        attempt = newAttempt;
        deadlineNs = nowNs + config.handshakeTimeoutNs();
        // A server pauses for less, so that it does not miss a client that keeps to its pause.
        pause(config.client() ? SHORTEST_PAUSE_NS : SHORTEST_PAUSE_NS / 2);
        if (credentials.isEmpty()) {
            refuse(TlsCause.OWN_CREDENTIALS, "no key store and trust store that can be used");
            return;
        }
        try {
            engine = new TlsEngine(
                    credentials.get(), config.client(), context.epochClock().time());
            publish();
        } catch (GeneralSecurityException | RuntimeException e) {
            refuse(TlsCause.OWN_CREDENTIALS, Refusal.text(e));
        }
    }

    private int readHandshake() {
        int read = 0;
        // A frame at a time: what follows the handshake's last frame is for poll.
        while (state != TlsState.UP && read < FRAMES_PER_HANDSHAKE_CYCLE && below.poll(inbound, 1) > 0) {
            read++;
        }
        return read;
    }

    /** Says what is to be said, and goes up when all is said. */
    private int answer() {
        try {
            boolean said = engine.wrapHandshake(out, attempt);
            if (!out.flush(below) || !said) {
                return 0;
            }
            if (engine.unverified()) {
                refuse(Refusal.NO_CERTIFICATE);
                return 1;
            }
            if (state == TlsState.UP || !engine.finished() || config.client()) {
                return 0;
            }
            engine.confirm(out, attempt);
            out.flush(below);
        } catch (SSLException e) {
            refuse(ofHandshake(e));
            return 1;
        }
        up();
        return 1;
    }

    private void up() {
        session = engine.info();
        state = TlsState.UP;
        connection = ++lastConnection;
        ledger.session();
        expiryCheckNs = nowNs + EXPIRY_INTERVAL_NS;
        publish();
        context.listener().onSession(session);
    }

    private void onFrame(DirectBuffer buffer, int offset, int length) {
        int check = TlsFrame.check(buffer, offset, length);
        if (check != TlsFrame.GOOD) {
            refuse(check == TlsFrame.PLAIN ? Refusal.PLAIN : Refusal.VERSION);
            return;
        }
        long of = TlsFrame.attempt(buffer, offset);
        switch (TlsFrame.kind(buffer, offset)) {
            case TlsFrame.REQUEST -> onRequest(of);
            case TlsFrame.BEGIN -> onBegin(of, buffer, offset, length);
            case TlsFrame.RECORD -> onRecord(of, buffer, offset, length);
            default -> ledger.ignored();
        }
    }

    private void onRequest(long of) {
        if (!config.client() || engine == null || of == attempt) {
            ledger.ignored();
            return;
        }
        drop(TlsState.WAITING);
        out.clear();
        publish();
    }

    private void onBegin(long of, DirectBuffer buffer, int offset, int length) {
        if (config.client() || of == 0 || of == attempt) {
            ledger.ignored();
            return;
        }
        if (pausing) {
            ledger.ignored();
            // The client has given up the attempt before; it is asked to begin again when the pause is over.
            drop(TlsState.WAITING);
            requestDue = true;
            requestNs = pauseEndNs;
            return;
        }
        out.clear();
        begin(of);
        if (state == TlsState.HANDSHAKE) {
            onRecord(of, buffer, offset, length);
        }
    }

    private void onRecord(long of, DirectBuffer buffer, int offset, int length) {
        if (engine == null || of != attempt) {
            ledger.ignored();
            return;
        }
        boolean open;
        try {
            open = engine.unwrap(
                    buffer, offset + TlsFrame.HEADER_BYTES, length - TlsFrame.HEADER_BYTES, in.room(), out, attempt);
        } catch (SSLException | RuntimeException e) {
            // The JDK's engine has thrown runtime exceptions at hostile records before.
            refuse(state == TlsState.UP ? Refusal.ofSession(e) : ofHandshake(e));
            return;
        }
        if (state == TlsState.HANDSHAKE && !in.isEmpty()) {
            onFirstMessage();
        }
        if (!open && engine != null) {
            onGoodbye();
        }
    }

    /** Only the empty message by which a server says that it has accepted this client may come before the session is up. */
    private void onFirstMessage() {
        if (!config.client() || !engine.finished() || !in.hasLength() || in.length() != 0) {
            refuse(TlsCause.MESSAGE, "a message that came before its time");
            return;
        }
        in.skipEmpty();
        up();
    }

    /** The peer has closed its side in order: it reloads its credentials, or ends. */
    private void onGoodbye() {
        engine.close(out, attempt);
        out.flush(below);
        drop(TlsState.WAITING);
        publish();
    }

    private void checkExpiry() {
        expiryCheckNs = nowNs + EXPIRY_INTERVAL_NS;
        long nowMs = context.epochClock().time();
        if (nowMs > session.peerNotAfterMs()) {
            refuse(TlsCause.CERTIFICATE_EXPIRED, "certificate " + session.peerName() + " has expired");
        }
    }

    private Refusal ofHandshake(Exception e) {
        return Refusal.ofHandshake(e, engine.verifier(), config.client());
    }

    private void refuse(Refusal refusal) {
        refuse(refusal.cause(), refusal.what());
    }

    private void refuse(TlsCause cause, String what) {
        boolean isNews = ledger.refused(cause, what, nowNs);
        if (engine != null) {
            engine.close(out, attempt);
            out.flush(below);
        }
        drop(TlsState.WAITING);
        pause(config.client() ? config.retryIntervalNs() : config.retryIntervalNs() / 2);
        requestDue = true;
        requestNs = pauseEndNs;
        publish();
        if (isNews) {
            context.listener().onRefused(cause, what);
        }
    }

    private void pause(long lengthNs) {
        pausing = true;
        pauseEndNs = nowNs + lengthNs;
    }

    private void drop(TlsState next) {
        state = next;
        engine = null;
        session = null;
        connection = 0;
        attempt = 0;
        in.clear();
    }

    private void publish() {
        ledger.publish(state, Optional.ofNullable(session));
    }
}
