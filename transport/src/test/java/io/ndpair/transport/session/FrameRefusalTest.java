package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Position;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.RangeImage;
import io.ndpair.store.table.RangePage;
import io.ndpair.transport.codec.HelloDecoder;
import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A puppet plays the peer and says what no peer would. Whatever comes, the session ends, counts, and never throws. */
class FrameRefusalTest {

    private static final int OURS = 1;
    private static final int PUPPET = 2;
    private static final int BACKUP_ID = 10;
    private static final long PUPPET_NONCE = 77;
    private static final Epoch EPOCH = new Epoch(5, PUPPET);
    private static final HashKey KEY = new HashKey(1, 2, 3, 4);

    @TempDir
    static Path directory;

    private static NeighborStore backupStore;
    private static NeighborStore masterStore;

    private final Wire wire = new Wire();
    private long nowNs = 1_000_000_000L;
    private PeerSession session;
    private SortedMap<String, String> facts = new TreeMap<>();
    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void openStores() {
        backupStore = open("backup");
        masterStore = open("master");
        masterStore.startEpoch();
        masterStore.defineLink("eth0");
        for (int i = 0; i < 3; i++) {
            masterStore.upsert(0x2001_0db8_0000_0000L, i, 1, 0x0200_0000_0000L + i, NeighborState.REACHABLE, 0, 0);
        }
        masterStore.flush(0);
    }

    @AfterAll
    static void closeStores() {
        backupStore.close();
        masterStore.close();
    }

    @Test
    void shouldRefuseEveryTruncationOfEveryMessageOfAMaster() {
        for (Map.Entry<String, byte[]> message : messagesOfAMaster().entrySet()) {
            for (int length = 0; length < message.getValue().length; length++) {
                madeWithAMaster();
                boolean image = message.getKey().startsWith("RangeImage")
                        || message.getKey().startsWith("Batch");
                if (image) {
                    deliver(streamStart());
                }
                deliver(Arrays.copyOf(message.getValue(), length));
                assertRefused(message.getKey() + " of " + length + " bytes");
            }
        }
    }

    @Test
    void shouldRefuseEveryTruncationOfEveryMessageOfABackup() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        Outlet outlet = outlet();
        outlet.ack(masterStore.position().epoch(), 0, 0, 0, 1, 0, 0);
        messages.put("Ack", wire.takeSent());
        outlet.request(RequestReason.BY_HAND);
        messages.put("BatchBackupRequest", wire.takeSent());
        RangeSet differing = new RangeSet();
        differing.clear(100);
        outlet.differences(0, 1, 1, differing);
        messages.put("RangeDifferences", wire.takeSent());
        outlet.mergeLink(1, "eth0", 1);
        messages.put("MergeLink", wire.takeSent());
        outlet.mergeOffer(1, 0, 1, true, false, new UnsafeBuffer(new byte[64]), 2);
        messages.put("MergeOffer", wire.takeSent());
        messages.forEach((name, bytes) -> {
            for (int length = 0; length < bytes.length; length++) {
                madeWithABackup();
                deliver(Arrays.copyOf(bytes, length));
                assertRefused(name + " of " + length + " bytes");
            }
        });
    }

    @Test
    void shouldSurviveRandomBytes() {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> good = new ArrayList<>(messagesOfAMaster().values());
        good.add(streamStart());
        for (int i = 0; i < 3_000; i++) {
            if (i % 20 == 0) {
                madeWithAMaster();
                if (random.nextBoolean()) {
                    deliver(streamStart());
                }
            }
            byte[] message;
            if (random.nextBoolean()) {
                message = new byte[random.nextInt(200)];
                random.nextBytes(message);
            } else {
                message = good.get(random.nextInt(good.size())).clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            try {
                deliver(message);
            } catch (RuntimeException e) {
                throw new AssertionError("-Dndpair.seed=" + seed + " message " + i, e);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() {
        for (Map.Entry<String, byte[]> message : messagesOfAMaster().entrySet()) {
            boolean anytime = message.getKey().equals("Hello")
                    || message.getKey().equals("Goodbye")
                    || message.getKey().equals("MergeRequest")
                    || message.getKey().equals("Heartbeat");
            if (!anytime) {
                madeWithAMaster();
                deliver(message.getValue());
                assertRefused(message.getKey() + " before StreamStart");
                assertThat(session.counters().refused(Refusal.OUT_OF_ORDER)).isEqualTo(1);
            }
            if (!message.getKey().equals("Hello") && !message.getKey().equals("Goodbye")) {
                madeWithABackup();
                deliver(message.getValue());
                assertRefused(message.getKey() + " to a master");
            }
        }
    }

    @Test
    void shouldRefuseAnEndThatIsNotComplete() {
        madeWithAMaster();
        deliver(streamStart());
        deliver(messagesOfAMaster().get("BatchBackupEnd"));
        assertThat(session.counters().refused(Refusal.INCOMPLETE)).isEqualTo(1);
    }

    @Test
    void shouldRefuseARangeThatLeavesAHole() {
        madeWithAMaster();
        deliver(streamStart());
        deliver(image(0x8000_0000_0000_0000L, 1, 0));
        assertThat(session.counters().refused(Refusal.SEQUENCE_GAP)).isEqualTo(1);
    }

    @Test
    void shouldRefuseARangeOlderThanTheStream() {
        madeWithAMaster();
        deliver(streamStartAfter(50));
        deliver(image(0, 1, 49));
        assertThat(session.counters().refused(Refusal.SEQUENCE_GAP)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAStaleStreamAndStaleRecordsT6() {
        madeWithAMaster();
        deliver(streamStart());
        assertThat(told).isEmpty();
        Epoch newest = backupStore.position().epoch();
        outlet().streamStart(new Epoch(newest.term() - 1, PUPPET), 2, 0, KEY, 0, 0, Outlet.MODE_BATCH);
        deliver(wire.takeSent());
        assertThat(session.counters().refused(Refusal.STALE_EPOCH)).isEqualTo(1);
        madeWithAMaster();
        deliver(streamStart());
        deliver(messagesOfAMaster().get("Batch record"));
        assertThat(session.counters().refused(Refusal.STALE_EPOCH)).isEqualTo(1);
        madeWithAMaster();
        deliver(streamStart());
        outlet().heartbeat(new Epoch(1, PUPPET), 0, false, 0, 0);
        deliver(wire.takeSent());
        assertThat(session.counters().refused(Refusal.STALE_EPOCH)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnAckOfWhatWasNeverSent() {
        madeWithABackup();
        session.doWork(nowNs);
        wire.sent.clear();
        Outlet outlet = outlet();
        outlet.ack(masterStore.position().epoch(), 1_000_000, 0, 1_000_000, 1, 0, 0);
        deliver(wire.takeSent());
        assertThat(session.counters().refused(Refusal.ACK_AHEAD)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAHelloOfAnotherProfileOrOfOurOwnDeviceId() {
        begin(backupStore, SessionRole.BACKUP);
        deliver(hello(sentHello().nonce(), SessionRole.MASTER, PUPPET, BACKUP_ID + 1, 1));
        assertThat(session.counters().refused(Refusal.WRONG_BACKUP_ID)).isEqualTo(1);
        begin(backupStore, SessionRole.BACKUP);
        deliver(hello(sentHello().nonce(), SessionRole.MASTER, OURS, BACKUP_ID, 1));
        assertThat(session.counters().refused(Refusal.SAME_DEVICE_ID)).isEqualTo(1);
        begin(backupStore, SessionRole.BACKUP);
        deliver(hello(sentHello().nonce(), SessionRole.MASTER, PUPPET, BACKUP_ID, 0));
        assertThat(session.counters().refused(Refusal.PROTOCOL_VERSION)).isEqualTo(1);
    }

    @Test
    void shouldWaitLongerAfterEveryRefusal() {
        begin(backupStore, SessionRole.BACKUP);
        long[] waitedNs = new long[3];
        for (int i = 0; i < waitedNs.length; i++) {
            wire.sent.clear();
            deliver(new byte[3]);
            wire.sent.clear();
            long fromNs = nowNs;
            while (wire.sent.isEmpty()) {
                nowNs += 10_000_000L;
                session.doWork(nowNs);
            }
            waitedNs[i] = nowNs - fromNs;
        }
        assertThat(waitedNs[1]).isGreaterThan(waitedNs[0]);
        assertThat(waitedNs[2]).isGreaterThan(waitedNs[1]);
    }

    @Test
    void shouldSkipWhatOnlyANewerVersionHasT16() {
        madeWithAMaster();
        byte[] start = streamStart();
        int block = (start[0] & 0xFF) | (start[1] & 0xFF) << 8;
        byte[] longer = Arrays.copyOf(start, start.length + 16);
        longer[0] = (byte) (block + 16);
        longer[6] = 2;
        deliver(longer);
        assertThat(told).isEmpty();
        assertThat(session.state()).isEqualTo(SessionState.BATCH_BACKUP);
        byte[] unknown = {4, 0, 99, 0, 21, 0, 2, 0, 1, 2, 3, 4};
        deliver(unknown);
        assertThat(told).isEmpty();
        unknown[6] = 0;
        deliver(unknown);
        assertThat(session.counters().refused(Refusal.UNKNOWN_MESSAGE)).isEqualTo(1);
    }

    @Test
    void shouldServeAPeerOfTheVersionBeforeThis() {
        begin(backupStore, SessionRole.BACKUP);
        byte[] hello = hello(sentHello().nonce(), SessionRole.MASTER, PUPPET, BACKUP_ID, 1);
        int block = (hello[0] & 0xFF) | (hello[1] & 0xFF) << 8;
        int oldBlock = HelloDecoder.factsTotalEncodingOffset();
        byte[] old = new byte[hello.length - (block - oldBlock)];
        System.arraycopy(hello, 0, old, 0, FrameCheck.HEADER_BYTES + oldBlock);
        System.arraycopy(
                hello,
                FrameCheck.HEADER_BYTES + block,
                old,
                FrameCheck.HEADER_BYTES + oldBlock,
                hello.length - FrameCheck.HEADER_BYTES - block);
        old[0] = (byte) oldBlock;
        old[1] = (byte) (oldBlock >>> 8);
        old[6] = 0;
        deliver(old);
        assertThat(told).isEmpty();
        assertThat(facts).containsEntry("vrid", "1");
        deliver(streamStart());
        assertThat(session.state()).isEqualTo(SessionState.BATCH_BACKUP);
    }

    @Test
    void shouldRefuseFactsThatAreNotThoseOfTheHello() {
        TreeMap<String, String> many = new TreeMap<>();
        for (int i = 0; i < 150; i++) {
            many.put("link " + i, "");
        }
        TreeMap<String, String> others = new TreeMap<>(many.headMap("link 5"));
        others.put("link 5", "another");
        Map<String, byte[]> bad = new LinkedHashMap<>();
        Outlet outlet = outlet();
        outlet.facts(2, false, others);
        bad.put("a page left out", wire.takeSent());
        outlet.facts(1, false, new TreeMap<>());
        bad.put("an empty page", wire.takeSent());
        outlet.facts(1, true, others);
        bad.put("too few of them", wire.takeSent());
        bad.forEach((what, message) -> {
            begin(backupStore, SessionRole.BACKUP);
            deliver(hello(sentHello().nonce(), SessionRole.MASTER, PUPPET, BACKUP_ID, 1, many));
            deliver(message);
            assertRefused(what);
            assertThat(session.counters().refused(Refusal.MALFORMED)).as(what).isEqualTo(1);
        });
    }

    private static NeighborStore open(String name) {
        return NeighborStore.open(
                StoreConfig.of(directory.resolve(name), OURS)
                        .withMaxNeighbors(10_000)
                        .withRing(1 << 20, 256)
                        .withDisk(0, 0, 1_000_000_000L, false),
                new StoreContext(() -> 0, () -> 0, StoreListener.NONE, new SplittableRandom(1)));
    }

    private void begin(NeighborStore store, SessionRole role) {
        wire.sent.clear();
        wire.arriving.clear();
        told.clear();
        nowNs += 1_000_000_000L;
        SessionConfig config = new SessionConfig(
                OURS,
                BACKUP_ID,
                10_000,
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
        if (session != null) {
            session.close();
        }
        session = new PeerSession(config, store, wire, new Events(), new SplittableRandom(nowNs));
        session.role(role, nowNs);
        session.doWork(nowNs);
    }

    private void madeWithAMaster() {
        begin(backupStore, SessionRole.BACKUP);
        deliver(hello(sentHello().nonce(), SessionRole.MASTER, PUPPET, BACKUP_ID, 1));
        wire.sent.clear();
        assertThat(told).isEmpty();
    }

    private void madeWithABackup() {
        begin(masterStore, SessionRole.MASTER);
        deliver(hello(sentHello().nonce(), SessionRole.BACKUP, PUPPET, BACKUP_ID, 1));
        wire.sent.clear();
        assertThat(session.state()).isIn(SessionState.BATCH_BACKUP, SessionState.REAL_TIME);
    }

    private PeerHello sentHello() {
        byte[] bytes = wire.takeSent();
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        assertThat(FrameCheck.templateId(buffer, 0)).isEqualTo(HelloDecoder.TEMPLATE_ID);
        assertThat(FrameCheck.complaint(buffer, 0, bytes.length)).isNull();
        return new HelloCodec().decode(buffer, 0);
    }

    private byte[] hello(long peerNonce, SessionRole role, int deviceId, int backupId, int version) {
        return hello(peerNonce, role, deviceId, backupId, version, new TreeMap<>(Map.of("vrid", "1")));
    }

    private byte[] hello(
            long peerNonce,
            SessionRole role,
            int deviceId,
            int backupId,
            int version,
            SortedMap<String, String> those) {
        Position position =
                role == SessionRole.MASTER ? new Position(EPOCH, 0, true) : new Position(Epoch.NONE, 0, false);
        History history = role == SessionRole.MASTER ? History.EMPTY.with(EPOCH, 1) : History.EMPTY;
        PeerHello hello = new PeerHello(
                PUPPET_NONCE,
                peerNonce,
                position,
                deviceId,
                backupId,
                0,
                0,
                10_000,
                version,
                role,
                history,
                FactSet.of(those));
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);
        int length = new HelloCodec().encode(hello, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    private Outlet outlet() {
        return new Outlet(wire, new SessionCounters());
    }

    /** Of an epoch that no test before has outrun. */
    private byte[] streamStart() {
        return streamStartAfter(0);
    }

    private byte[] streamStartAfter(long sequence) {
        long term = Math.max(EPOCH.term(), backupStore.position().epoch().term() + 1);
        outlet().streamStart(new Epoch(term, PUPPET), 1, sequence, KEY, 10, 0, Outlet.MODE_BATCH);
        return wire.takeSent();
    }

    private byte[] image(long prefix, int depth, long asOf) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        new io.ndpair.transport.codec.RangeImageEncoder()
                .wrapAndApplyHeader(buffer, 0, new io.ndpair.transport.codec.MessageHeaderEncoder())
                .prefix(prefix)
                .asOfSequence(asOf)
                .depth((short) depth)
                .reserved((short) 0)
                .entriesCount(0);
        return Arrays.copyOf(buffer.byteArray(), Outlet.IMAGE_ENTRIES_OFFSET);
    }

    private Map<String, byte[]> messagesOfAMaster() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        messages.put("Hello", hello(1, SessionRole.MASTER, PUPPET, BACKUP_ID, 1));
        Outlet outlet = outlet();
        RangeImage range = new RangeImage();
        masterStore.copyRange(0, outlet.imageBuffer(), Outlet.IMAGE_ENTRIES_OFFSET, range);
        outlet.sealImage(range);
        outlet.offerImage();
        messages.put("RangeImage", wire.takeSent());
        outlet.facts(1, true, new TreeMap<>(Map.of("vrid", "1", "link eth0", "")));
        messages.put("Facts", wire.takeSent());
        outlet.batchEnd(EPOCH, 0, false, 0, 0, 0, History.EMPTY.with(EPOCH, 1));
        messages.put("BatchBackupEnd", wire.takeSent());
        RangePage page = new RangePage();
        masterStore.pages().at(0, page);
        outlet.digests(EPOCH, 0, 1, page);
        messages.put("RangeDigests", wire.takeSent());
        outlet.mergeRequest(1L << 40, 1);
        messages.put("MergeRequest", wire.takeSent());
        outlet.heartbeat(new Epoch(1L << 40, PUPPET), 0, false, 0, 0);
        messages.put("Heartbeat", wire.takeSent());
        outlet.goodbye(GoodbyeReason.SHUTDOWN);
        messages.put("Goodbye", wire.takeSent());
        int length = masterStore.copyControlRecord(0, outlet.scratch(), 0);
        byte[] record = new byte[length];
        outlet.scratch().getBytes(0, record);
        messages.put("Batch record", record);
        wire.sent.clear();
        return messages;
    }

    private void deliver(byte[] message) {
        wire.arriving.add(message);
        session.doWork(nowNs);
    }

    private void assertRefused(String what) {
        assertThat(told).as(what).hasSize(1);
        assertThat(session.state()).as(what).isIn(SessionState.HELLO, SessionState.DISCONNECTED);
    }

    private final class Events implements SessionEvents {
        @Override
        public void onUp(PeerHello peer) {}

        @Override
        public void onFacts(SortedMap<String, String> theirs) {
            facts = theirs;
        }

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
        public void onRefused(Refusal reason, String what) {
            told.add(reason + " " + what);
        }

        @Override
        public void onBatch(BatchMeter.Phase phase, BatchMeter meter) {}
    }

    private static final class Wire implements PeerLink {
        final Deque<byte[]> arriving = new ArrayDeque<>();
        final Deque<byte[]> sent = new ArrayDeque<>();
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);

        byte[] takeSent() {
            return sent.pollLast();
        }

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
            while (!arriving.isEmpty()) {
                byte[] message = arriving.poll();
                buffer.wrap(message);
                handler.onMessage(buffer, 0, message.length);
                taken++;
            }
            return taken;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {}
    }
}
