package io.ndpair.transport.session;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.codec.BatchDecoder;
import io.ndpair.store.journal.RecordCrc;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Position;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.codec.HelloDecoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A session between a real store and a peer whose frames a fuzzer writes. The store is made anew whenever a run has left it other than it
 * was found, so a run depends on its input alone.
 */
final class FuzzedSession implements SessionEvents, PeerLink {
    static final int OURS = 1;
    static final int PEER = 2;
    static final int BACKUP_ID = 10;
    static final long PEER_NONCE = 77;
    static final HashKey KEY = new HashKey(1, 2, 3, 4);
    static final long PREFIX = 0x2001_0db8_0000_0000L;

    /** Answers to one frame of the peer, at most: every page of a cycle, a Goodbye, a Hello, an ack. */
    private static final int MOST_ANSWERS = 64;

    private static final int MAX_NEIGHBORS = 64;
    private static final int PEER_NONCE_OFFSET = FrameCheck.HEADER_BYTES + Long.BYTES;
    private static final long CYCLE_NS = 10_000_000L;

    private final Path directory;
    private final UnsafeBuffer wrapped = new UnsafeBuffer(new byte[0]);
    private final RecordCrc crc = new RecordCrc();
    private final HelloCodec helloCodec = new HelloCodec();
    private final Deque<byte[]> arriving = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int opened;
    NeighborStore store;
    PeerSession session;
    private SessionRole role;
    private long ourNonce;
    private boolean peersNoted;
    private Position canonical;
    private long canonicalDigest;
    private long nowNs = 1_000_000_000L;

    FuzzedSession(Path directory) {
        this.directory = directory;
    }

    /** A session in this role that has said Hello, over a store with three neighbors. */
    void begin(SessionRole newRole) {
        if (role != newRole || store == null || !isCanonical()) {
            reopen(newRole);
        }
        connect();
    }

    private boolean isCanonical() {
        return !peersNoted
                && store.position().equals(canonical)
                && store.digest() == canonicalDigest
                && store.history().size() == 1
                && store.links().size() == 1;
    }

    private void reopen(SessionRole newRole) {
        close();
        role = newRole;
        opened++;
        store = NeighborStore.open(
                StoreConfig.of(storeDirectory(), OURS)
                        .withMaxNeighbors(MAX_NEIGHBORS)
                        .withRing(1 << 18, 64)
                        .withDisk(0, 0, 1_000_000_000L, false),
                new StoreContext(() -> nowNs, () -> 0, StoreListener.NONE, new SplittableRandom(1)));
        store.startEpoch();
        store.defineLink("eth0");
        for (int i = 1; i <= 3; i++) {
            store.upsert(PREFIX, i, 1, 0x0200_0000_0000L + i, NeighborState.REACHABLE, 0, 0);
        }
        store.flush(nowNs);
        if (role != SessionRole.MASTER) {
            store.endEpoch(nowNs);
        }
        canonical = store.position();
        canonicalDigest = store.digest();
        peersNoted = false;
    }

    private Path storeDirectory() {
        return directory.resolve("store-" + opened);
    }

    private void connect() {
        if (session != null) {
            session.close();
        }
        sent.clear();
        refusals.clear();
        arriving.clear();
        nowNs += 1_000_000_000L;
        session = new PeerSession(config(), store, this, this, new SplittableRandom(7));
        session.role(role, nowNs);
        session.doWork(nowNs);
        ourNonce = decodedHello(sent.get(sent.size() - 1)).nonce();
    }

    private static SessionConfig config() {
        return new SessionConfig(
                OURS,
                BACKUP_ID,
                MAX_NEIGHBORS,
                100_000_000L,
                1_000_000_000L,
                100_000_000L,
                1_000_000_000L,
                1_000_000_000L,
                16,
                4,
                64,
                1_000,
                FactSet.of(new TreeMap<>()));
    }

    /** The peer says Hello in that role and the session is made. */
    void make(SessionRole peerRole) {
        peersNoted |= peerRole == SessionRole.MASTER && role == SessionRole.MASTER;
        deliver(hello(peerRole));
        assertThat(refusals).isEmpty();
    }

    /** Puts a frame into the terms of the present session: our nonce where it says 1, the checksum of records. */
    private byte[] translated(byte[] frame) {
        UnsafeBuffer buffer = new UnsafeBuffer(frame.clone());
        if (frame.length < PEER_NONCE_OFFSET + Long.BYTES) {
            return frame;
        }
        int schema = FrameCheck.schemaId(buffer, 0);
        boolean isHello = FrameCheck.templateId(buffer, 0) == HelloDecoder.TEMPLATE_ID;
        if (schema == HelloDecoder.SCHEMA_ID && isHello && buffer.getLong(PEER_NONCE_OFFSET, LITTLE_ENDIAN) == 1) {
            buffer.putLong(PEER_NONCE_OFFSET, ourNonce, LITTLE_ENDIAN);
        }
        if (schema == BatchDecoder.SCHEMA_ID
                && frame.length >= RecordLayout.HEADER_BYTES
                && frame.length <= RecordLayout.MAX_RECORD_BYTES) {
            crc.seal(buffer, 0, frame.length);
        }
        return buffer.byteArray();
    }

    /** One frame, one duty cycle; checks everything that must hold after any frame. */
    void deliver(byte[] frame) {
        long digest = store.digest();
        long size = store.size();
        long refused = refusedInAll();
        int told = refusals.size();
        SessionState before = session.state();
        sent.clear();
        arriving.add(translated(frame));
        nowNs += CYCLE_NS;
        session.doWork(nowNs);
        assertThat(arriving).isEmpty();
        assertThat(sent.size()).isLessThan(MOST_ANSWERS);
        sent.forEach(this::assertSound);
        assertThat(refusedInAll() - refused).isEqualTo(refusals.size() - told).isBetween(0L, 1L);
        peersNoted |= session.counters().value(SessionCounters.Figure.CONNECTS) > 1;
        boolean wasRefused = refusals.size() > told;
        if (wasRefused) {
            assertThat(refusals.get(told)).hasSizeGreaterThan(8).hasSizeLessThan(1_000);
            assertThat(session.state()).isIn(SessionState.HELLO, SessionState.DISCONNECTED);
        }
        boolean mayApply = before == SessionState.BATCH_BACKUP || before == SessionState.REAL_TIME;
        if (!mayApply || (wasRefused && role == SessionRole.BACKUP)) {
            assertThat(store.digest()).isEqualTo(digest);
            assertThat(store.size()).isEqualTo(size);
        }
    }

    /** Time passes without a word of the peer. */
    void silence(int cycles) {
        for (int i = 0; i < cycles; i++) {
            nowNs += 10 * CYCLE_NS;
            sent.clear();
            session.doWork(nowNs);
            assertThat(sent.size()).isLessThan(MOST_ANSWERS);
            sent.forEach(this::assertSound);
        }
    }

    /** What can be said of a table whatever it was told. */
    void assertTableWhole() {
        long[] seen = {0};
        NeighborEntry again = new NeighborEntry();
        store.forEach(entry -> {
            seen[0]++;
            assertThat(store.lookup(entry.addressHigh(), entry.addressLow(), entry.linkId(), again))
                    .isTrue();
            assertThat(again.linkId()).isNotZero();
        });
        assertThat(store.size()).isEqualTo(seen[0]).isLessThanOrEqualTo(4L * MAX_NEIGHBORS * 1024);
        assertThat(store.memoryBytes()).isLessThan(64L << 20);
    }

    /** What we say, a peer of this version takes. */
    private void assertSound(byte[] message) {
        wrapped.wrap(message);
        if (FrameCheck.schemaId(wrapped, 0) == BatchDecoder.SCHEMA_ID) {
            return;
        }
        assertThat(FrameCheck.schemaId(wrapped, 0)).isEqualTo(MessageHeaderDecoder.SCHEMA_ID);
        assertThat(FrameCheck.complaint(wrapped, 0, message.length)).isNull();
        if (FrameCheck.templateId(wrapped, 0) == HelloDecoder.TEMPLATE_ID) {
            assertThat(helloCodec.decode(wrapped, 0)).as("our own Hello").isNotNull();
        }
    }

    private PeerHello decodedHello(byte[] bytes) {
        return new HelloCodec().decode(new UnsafeBuffer(bytes), 0);
    }

    private long refusedInAll() {
        long sum = 0;
        for (Refusal refusal : Refusal.values()) {
            sum += session.counters().refused(refusal);
        }
        return sum;
    }

    /** A Hello of a master in a newer epoch than ours, or of a backup that has nothing. */
    static byte[] hello(SessionRole role) {
        Epoch epoch = new Epoch(2, PEER);
        boolean master = role == SessionRole.MASTER;
        Position position = master ? new Position(epoch, 0, true) : new Position(Epoch.NONE, 0, false);
        PeerHello hello = new PeerHello(
                PEER_NONCE,
                1,
                position,
                PEER,
                BACKUP_ID,
                0,
                0,
                MAX_NEIGHBORS,
                HelloCodec.PROTOCOL_VERSION,
                role,
                master ? History.EMPTY.with(epoch, 1) : History.EMPTY,
                FactSet.of(new TreeMap<>()));
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
        return Arrays.copyOf(buffer.byteArray(), new HelloCodec().encode(hello, buffer, 0));
    }

    @Override
    public void onRefused(Refusal reason, String what) {
        refusals.add(reason + " " + what);
    }

    @Override
    public void onUp(PeerHello peer) {}

    @Override
    public void onFacts(SortedMap<String, String> theirs) {}

    @Override
    public void onDown(String reason) {}

    @Override
    public void onDivergence(long sequence) {}

    @Override
    public void onRepaired(long images, long bytes) {}

    @Override
    public void onMerged() {}

    @Override
    public void onFellBehind(int inARow, long pauseNs) {}

    @Override
    public void onHandedOver() {}

    @Override
    public void onAlike(long sequence) {}

    @Override
    public void onBatch(BatchMeter.Phase phase, BatchMeter meter) {}

    @Override
    public long connection() {
        return 1;
    }

    @Override
    public int offer(DirectBuffer source, int offset, int length) {
        byte[] message = new byte[length];
        source.getBytes(offset, message);
        sent.add(message);
        return OK;
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        int taken = 0;
        while (taken < limit && !arriving.isEmpty()) {
            byte[] message = arriving.poll();
            handler.onMessage(new UnsafeBuffer(message), 0, message.length);
            taken++;
        }
        return taken;
    }

    @Override
    public int doWork(long atNs) {
        return 0;
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
        if (store != null) {
            store.close();
            store = null;
            // A fuzzer makes many thousands of them.
            IoUtil.delete(storeDirectory().toFile(), true);
        }
    }
}
