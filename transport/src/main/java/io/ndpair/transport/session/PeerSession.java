package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.codec.BatchDecoder;
import io.ndpair.store.model.Position;
import io.ndpair.store.model.StoreException;
import io.ndpair.transport.codec.FactsDecoder;
import io.ndpair.transport.codec.GoodbyeDecoder;
import io.ndpair.transport.codec.HeartbeatDecoder;
import io.ndpair.transport.codec.HelloDecoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;

/**
 * One profile's conversation with the peer, whatever the roles: makes the session, ends it, and hands every message to the half that the roles call for.
 *
 * <table>
 * <caption>What a made session is, by own role and the peer's</caption>
 * <tr><th>own</th><th>peer Initialize</th><th>peer Backup</th><th>peer Master</th></tr>
 * <tr><td>Initialize</td><td>idle</td><td>idle</td><td>idle</td></tr>
 * <tr><td>Backup</td><td>idle</td><td>idle</td><td>sink</td></tr>
 * <tr><td>Master</td><td>idle</td><td>source</td><td>dual: neither sends, each refuses what the other sends</td></tr>
 * </table>
 *
 * <p>The session ends, and a new one begins with Hello, when the link's connection changes, the peer is silent for too long or says goodbye, the own role
 * changes, the peer begins anew, or a message is refused; then the Hello waits, longer each time, so that no tables are sent in circles.
 *
 * <p>A master that meets a backup which has seen a newer epoch (it was away while the other was master) begins a new epoch of its own: the backup would
 * rightly refuse the old one. So does one whose backup has more of the present epoch than it has itself.
 * While the disk takes no further term for that, the Hello counts as refused: no session is made, and it is tried again like after any refusal.
 */
public final class PeerSession implements AutoCloseable {

    private enum Kind {
        NONE,
        IDLE,
        SOURCE,
        SINK,
        DUAL
    }

    private final SessionConfig config;
    private final NeighborStore store;
    private final PeerLink link;
    private final SessionEvents events;
    private final RandomGenerator random;
    private final SessionCounters counters = new SessionCounters();
    private final Handshake handshake = new Handshake();
    private final Outlet outlet;
    private final SourceSession source;
    private final SinkSession sink;
    private final StreamDispatch dispatch;
    private final MessageHandler messageHandler = this::onMessage;
    private final Hellos hellos;
    private final HelloPace pace;
    private final FactExchange facts;
    private final FactsDecoder factsDecoder = new FactsDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final GoodbyeDecoder goodbye = new GoodbyeDecoder();
    private SessionRole role = SessionRole.INITIALIZE;
    private Kind kind = Kind.NONE;
    private PeerHello peer;
    private long connection;
    private long nowNs;
    private boolean begun;
    private boolean heard;
    private long heardNs;
    private long madeNs;
    private long idleHeartbeatNs;

    /**
     * A session in the role Initialize.
     *
     * @param config values
     * @param store whose writer's thread this runs on
     * @param link to the peer; stays the caller's to close
     * @param events told what happens
     * @param random draws nonces
     */
    public PeerSession(
            SessionConfig config, NeighborStore store, PeerLink link, SessionEvents events, RandomGenerator random) {
        this.config = config;
        this.store = store;
        this.link = link;
        this.events = events;
        this.random = random;
        this.outlet = new Outlet(link, counters);
        this.hellos = new Hellos(config, store, outlet, this::refuse);
        this.pace = new HelloPace(config.helloIntervalNs());
        this.facts = new FactExchange(config.facts(), outlet, events);
        BatchMeter meter = new BatchMeter(events);
        this.source = new SourceSession(config, store, outlet, counters, events, meter);
        this.sink = new SinkSession(config, store, outlet, counters, events, meter, this::refuse);
        this.dispatch = new StreamDispatch(source, sink, counters, this::refuse);
    }

    /**
     * Duty cycle.
     *
     * @param atNs monotonic time
     * @return work done
     */
    public int doWork(long atNs) {
        int workCount = receive(atNs);
        if (connection == 0) {
            return workCount;
        }
        if (handshake.made() && nowNs - heardNs > config.peerTimeoutNs()) {
            outlet.goodbye(GoodbyeReason.SILENCE);
            reset("nothing heard for " + config.peerTimeoutNs() / 1_000_000 + " ms");
        }
        if (pace.wanted() || !handshake.made()) {
            if (!pace.due(nowNs) || !sendHello()) {
                return workCount;
            }
            workCount++;
        }
        if (handshake.made() && nowNs - madeNs > 2 * config.peerTimeoutNs()) {
            pace.lasted();
        }
        workCount += facts.doWork();
        switch (kind) {
            case SOURCE:
                return workCount + source.doWork(nowNs);
            case SINK:
                return workCount + sink.doWork(nowNs, heardNs);
            case IDLE, DUAL:
                return workCount + idleHeartbeat();
            default:
                return workCount;
        }
    }

    /**
     * Takes what has arrived, and sends nothing but what that calls for at once.
     *
     * @param atNs monotonic time
     * @return messages taken
     */
    public int receive(long atNs) {
        nowNs = atNs;
        if (!begun) {
            begun = true;
            heardNs = atNs;
            pace.begin(atNs);
            restart(0);
        }
        int workCount = link.doWork(nowNs);
        long now = link.connection();
        if (now != connection) {
            boolean broke = connection != 0;
            connection = now;
            reset(broke ? "the link to the peer broke" : "the link to the peer came up");
            workCount++;
        }
        if (sink.movingKey()) {
            // What is on the way waits in the link, and the peer is not to be taken for silent.
            heardNs = nowNs;
            return workCount;
        }
        return connection == 0 ? workCount : workCount + take(config.recordsPerDutyCycle());
    }

    /** One by one while a stream is awaited: what follows its start may have to wait in the link. */
    private int take(int most) {
        int taken = 0;
        while (taken < most && sink.awaitsStream()) {
            if (link.poll(messageHandler, 1) == 0) {
                return taken;
            }
            taken++;
        }
        return sink.movingKey() || taken == most ? taken : taken + link.poll(messageHandler, most - taken);
    }

    /**
     * Takes a role.
     *
     * @param newRole for MASTER the store's epoch has been started
     * @param atNs monotonic time
     */
    public void role(SessionRole newRole, long atNs) {
        if (newRole == role) {
            return;
        }
        nowNs = atNs;
        role = newRole;
        reset("role changed");
        if (newRole == SessionRole.MASTER) {
            sink.abandon();
        } else if (store.isMaster()) {
            store.endEpoch(atNs);
        }
        counters.set(SessionCounters.Figure.PEER_APPLIED, 0);
        counters.set(SessionCounters.Figure.PEER_JOURNALED, 0);
    }

    /** Asks for a batch backup by hand; nothing happens without a stream. */
    public void requestBatchBackup() {
        if (kind == Kind.SOURCE) {
            source.onRequest(RequestReason.BY_HAND, nowNs);
        } else if (kind == Kind.SINK) {
            sink.requestByHand(nowNs);
        }
    }

    /**
     * Says goodbye, as far as the link takes it now, and ends the session.
     *
     * @param atNs monotonic time
     */
    public void goodbye(long atNs) {
        nowNs = atNs;
        if (handshake.made()) {
            outlet.goodbye(GoodbyeReason.SHUTDOWN);
        }
        end("this device leaves", 0);
        // Whoever leaves does not call again at once.
        pace.anew(config.peerTimeoutNs(), nowNs);
    }

    /**
     * Tells the backup that it has everything and is to become master.
     *
     * @return false when the link takes nothing now
     */
    public boolean handOver() {
        return kind == Kind.SOURCE && outlet.goodbye(GoodbyeReason.HANDED_OVER);
    }

    /** Lets go of the store. */
    @Override
    public void close() {
        sink.stop();
        source.close();
    }

    /**
     * What stands between the two devices.
     *
     * @return the state as of the last duty cycle
     */
    public SessionState state() {
        switch (kind) {
            case SOURCE:
                return source.inBatch() || source.merging() ? SessionState.BATCH_BACKUP : SessionState.REAL_TIME;
            case SINK:
                return sink.inBatch()
                        ? SessionState.BATCH_BACKUP
                        : sink.inRealTime() ? SessionState.REAL_TIME : SessionState.HELLO;
            case IDLE:
                return SessionState.IDLE;
            case DUAL:
                return SessionState.DUAL_MASTER;
            default:
                return connection != 0 && heard && nowNs - heardNs <= config.peerTimeoutNs()
                        ? SessionState.HELLO
                        : SessionState.DISCONNECTED;
        }
    }

    /**
     * Why this device should not take over while the peer lives.
     *
     * @return null when nothing speaks against it
     */
    public String notReady() {
        if (role == SessionRole.MASTER) {
            return null;
        }
        if (kind == Kind.SINK) {
            return sink.notReady();
        }
        if (kind == Kind.NONE) {
            return nowNs - heardNs < config.absentPeerNs() || !begun ? "no session with the peer yet" : null;
        }
        if (peer.role() == SessionRole.MASTER) {
            return "no role yet";
        }
        return peer.isAheadOf(store.position()) ? "the peer has a newer table" : null;
    }

    /**
     * Counts of this profile.
     *
     * @return the live counters
     */
    public SessionCounters counters() {
        return counters;
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        counters.add(SessionCounters.Figure.BYTES_RECEIVED, length);
        if (length > PeerLink.MAX_MESSAGE_BYTES || length < FrameCheck.HEADER_BYTES) {
            boolean isLong = length > PeerLink.MAX_MESSAGE_BYTES;
            refuse(isLong ? Refusal.OVERSIZED : Refusal.MALFORMED, "message of " + length + " bytes");
            return;
        }
        int schema = FrameCheck.schemaId(buffer, offset);
        int template = FrameCheck.templateId(buffer, offset);
        if (schema == HelloDecoder.SCHEMA_ID && template == HelloDecoder.TEMPLATE_ID) {
            onHello(buffer, offset, length);
            return;
        }
        if (!handshake.made()) {
            counters.add(SessionCounters.Figure.IGNORED, 1);
            return;
        }
        heardNs = nowNs;
        if (schema == BatchDecoder.SCHEMA_ID) {
            onRecord(buffer, offset, length);
        } else if (schema == HelloDecoder.SCHEMA_ID) {
            onSessionMessage(template, buffer, offset, length);
        } else {
            refuse(Refusal.UNKNOWN_MESSAGE, "schema " + schema);
        }
    }

    private void onRecord(DirectBuffer buffer, int offset, int length) {
        if (kind == Kind.SINK) {
            sink.onRecord(buffer, offset, length, nowNs);
        } else {
            refuse(kind == Kind.DUAL ? Refusal.DUAL_MASTER : Refusal.OUT_OF_ORDER, "journal record, but we take none");
        }
    }

    private void onSessionMessage(int template, DirectBuffer buffer, int offset, int length) {
        if (FrameCheck.knownBlockLength(template) < 0) {
            if (FrameCheck.version(buffer, offset) <= MessageHeaderDecoder.SCHEMA_VERSION) {
                refuse(Refusal.UNKNOWN_MESSAGE, "template " + template);
            } else {
                counters.add(SessionCounters.Figure.IGNORED, 1);
            }
            return;
        }
        String complaint = FrameCheck.complaint(buffer, offset, length);
        if (complaint != null) {
            refuse(Refusal.MALFORMED, "template " + template + ": " + complaint);
            return;
        }
        if (template == GoodbyeDecoder.TEMPLATE_ID) {
            goodbye.wrapAndApplyHeader(buffer, offset, header);
            if (goodbye.reason() == GoodbyeReason.HANDED_OVER.code() && kind == Kind.SINK && sink.inRealTime()) {
                events.onHandedOver();
            }
            reset("the peer said goodbye: " + GoodbyeReason.textOf(goodbye.reason()));
        } else if (template == FactsDecoder.TEMPLATE_ID) {
            onFacts(buffer, offset);
        } else if (kind == Kind.SINK) {
            dispatch.toSink(template, buffer, offset, nowNs);
        } else if (kind == Kind.SOURCE) {
            dispatch.toSource(template, buffer, offset, nowNs);
        } else if (template != HeartbeatDecoder.TEMPLATE_ID) {
            refuse(kind == Kind.DUAL ? Refusal.DUAL_MASTER : Refusal.OUT_OF_ORDER, "template " + template);
        }
    }

    private void onFacts(DirectBuffer buffer, int offset) {
        if (!facts.collecting()) {
            refuse(Refusal.OUT_OF_ORDER, "Facts that nobody asked for");
            return;
        }
        factsDecoder.wrapAndApplyHeader(buffer, offset, header);
        String complaint = facts.onPage(factsDecoder);
        if (complaint != null) {
            refuse(Refusal.MALFORMED, complaint);
        }
    }

    private void onHello(DirectBuffer buffer, int offset, int length) {
        PeerHello hello = hellos.read(buffer, offset, length);
        if (hello != null) {
            onGoodHello(hello);
        }
    }

    private void onGoodHello(PeerHello hello) {
        Handshake.Step step = handshake.onHello(hello.nonce(), hello.peerNonce());
        if (step == Handshake.Step.NONE && handshake.made()) {
            // Not a sign of life: a peer that only repeats its Hello has not heard us, and silence must end this.
            return;
        }
        heard = true;
        heardNs = nowNs;
        switch (step) {
            case ANSWER:
                sendHelloNow();
                break;
            case MADE_ANSWER:
                sendHelloNow();
                make(hello);
                break;
            case MADE:
                make(hello);
                break;
            case RESET:
                end("the peer began anew", hello.nonce());
                sendHelloNow();
                break;
            default:
                break;
        }
    }

    private void make(PeerHello hello) {
        store.noteTerm(hello.position().epoch().term());
        // A backup that has more of our own present epoch than we have written had it from a life of ours that the disk
        // has lost.
        boolean usedTwice = hello.position().epoch().equals(store.position().epoch())
                && hello.position().sequence() > store.lastSequence();
        if (role == SessionRole.MASTER
                && hello.role() != SessionRole.MASTER
                && (usedTwice
                        || hello.position().epoch().compareTo(store.position().epoch()) > 0)
                && !beginEpoch()) {
            return;
        }
        peer = hello;
        madeNs = nowNs;
        idleHeartbeatNs = nowNs;
        counters.add(SessionCounters.Figure.CONNECTS, 1);
        if (role == SessionRole.MASTER && hello.role() == SessionRole.BACKUP) {
            kind = Kind.SOURCE;
            source.start(hello, usedTwice, nowNs);
        } else if (role == SessionRole.BACKUP && hello.role() == SessionRole.MASTER) {
            kind = Kind.SINK;
            sink.start(hello, nowNs);
        } else {
            kind = role == SessionRole.MASTER && hello.role() == SessionRole.MASTER ? Kind.DUAL : Kind.IDLE;
        }
        events.onUp(hello);
        facts.start(hello);
    }

    /** False when the disk takes no further term: without a newer epoch the backup would refuse everything, so there is no session until it does. */
    private boolean beginEpoch() {
        try {
            store.startEpoch();
            return true;
        } catch (StoreException e) {
            refuse(Refusal.NO_TERM, "Hello: it calls for a new epoch, and " + e.getMessage());
            return false;
        }
    }

    private void refuse(Refusal reason, String what) {
        counters.refuse(reason);
        events.onRefused(reason, what);
        if (handshake.made()) {
            outlet.goodbye(GoodbyeReason.FRAME_REFUSED);
        }
        end("refused: " + what, 0);
        pace.refused(reason, nowNs);
    }

    /** Ends the session, if there is one, and begins anew. */
    private void reset(String reason) {
        end(reason, 0);
        pace.anew(0, nowNs);
    }

    private void end(String reason, long heardNonce) {
        boolean was = handshake.made();
        source.stop();
        sink.stop();
        facts.stop();
        kind = Kind.NONE;
        restart(heardNonce);
        if (was) {
            events.onDown(reason);
        }
    }

    private void restart(long heardNonce) {
        long nonce;
        do {
            nonce = random.nextLong();
        } while (nonce == 0);
        handshake.restart(nonce, heardNonce);
        pace.want();
    }

    /** Answers at once, unless the Hello is held back after a refusal. */
    private void sendHelloNow() {
        if (pace.now(nowNs)) {
            sendHello();
        }
    }

    private boolean sendHello() {
        if (!hellos.say(handshake, role, nowNs)) {
            return false;
        }
        handshake.onSent();
        pace.sent(nowNs);
        return true;
    }

    private int idleHeartbeat() {
        if (nowNs - idleHeartbeatNs < 0) {
            return 0;
        }
        Position position = store.position();
        if (!outlet.heartbeat(position.epoch(), position.sequence(), false, 0, store.tableTimeTicks(nowNs))) {
            return 0;
        }
        idleHeartbeatNs = nowNs + config.heartbeatIntervalNs();
        return 1;
    }
}
