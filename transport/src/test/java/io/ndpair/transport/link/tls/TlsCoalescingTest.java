package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.link.PeerLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that share records: what waits for what, and for how long. */
class TlsCoalescingTest {
    /** Headers, padding and seal of a frame. */
    private static final int MOST_AROUND_BYTES = 64;

    private static final int LENGTH_BYTES = 4;

    @TempDir
    static Path directory;

    private static TlsCredentials goodA;
    private static TlsCredentials goodB;

    private final TlsPair pair = new TlsPair();
    private final SplittableRandom random = new SplittableRandom(TlsPair.seed());
    private final List<byte[]> sent = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestPki pki = new TestPki(directory).authority("ca").device("a", "ca").device("b", "ca");
        goodA = pki.credentials("a", "ca", "b");
        goodB = pki.credentials("b", "ca", "a");
    }

    @BeforeEach
    void connect() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        pair.cycles(10);
        assertThat(pair.wire.toServer).isEmpty();
    }

    @Test
    void shouldSealTheMessagesOfADutyCycleInOneRecord() {
        for (int i = 0; i < 50; i++) {
            offer(100);
        }
        assertThat(pair.wire.toServer).isEmpty();
        pair.client.link.flush();
        assertThat(pair.wire.toServer).hasSize(1);
        pair.client.link.flush();
        assertThat(pair.wire.toServer).as("nothing waits any more").hasSize(1);
        assertArrived();
    }

    @Test
    void shouldSealAFullRecordAtOnceAndTheRestByTheFlush() {
        for (int i = 0; i < 3; i++) {
            offer(5_000);
        }
        assertThat(pair.wire.toServer).isEmpty();
        offer(5_000);
        assertThat(pair.wire.toServer).hasSize(1);
        assertThat(pair.wire.toServer.peek())
                .hasSizeBetween(TlsEngine.MAX_CONTENT_BYTES, TlsEngine.MAX_CONTENT_BYTES + MOST_AROUND_BYTES);
        pair.client.link.flush();
        assertThat(pair.wire.toServer).hasSize(2);
        assertArrived();
    }

    @Test
    void shouldNeedNoSecondRecordForWhatFillsOneExactly() {
        offer(TlsEngine.MAX_CONTENT_BYTES - LENGTH_BYTES);
        // The engine makes two of what is but a little longer than it likes.
        assertThat(pair.wire.toServer).hasSize(1);
        pair.client.link.flush();
        assertThat(pair.wire.toServer).hasSize(1);
        assertArrived();
    }

    @Test
    void shouldNotKeepAMessageBackBeyondTheNextDutyCycle() {
        offer(1);
        assertThat(pair.wire.toServer).isEmpty();
        pair.client.link.doWork(pair.clock[0]);
        assertThat(pair.wire.toServer).hasSize(1);
        assertArrived();
    }

    @Test
    void shouldFindMessagesWhereverTheRecordEnds() {
        // A record ends this many bytes behind the begin of the second message's length.
        for (int at = -1; at <= LENGTH_BYTES + 1; at++) {
            offer(TlsEngine.MAX_CONTENT_BYTES - LENGTH_BYTES - at);
            offer(10);
            offer(PeerLink.MAX_MESSAGE_BYTES);
            offer(11);
            pair.client.link.flush();
            pair.cycle();
        }
        assertArrived();
    }

    @Test
    void shouldTakeAMessageWholeOrNotAtAllWhileTheLinkBelowIsFull() {
        pair.wire.capacityBytes = 40_000;
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] message = TlsPair.message(random, 1 + random.nextInt(1 << random.nextInt(17)));
            if (pair.client.offer(message) == PeerLink.OK) {
                sent.add(message);
            } else {
                refused++;
                // What is stuck goes out by itself, before anything that is offered later.
                pair.cycle();
            }
            if (random.nextInt(3) == 0) {
                pair.client.link.flush();
            }
        }
        assertThat(refused).isBetween(10, 290);
        assertArrived();
    }

    @Test
    void shouldKeepWhatWaitsWhileTheLinkBelowIsFullAndSendItLater() {
        pair.wire.capacityBytes = 0;
        offer(100);
        pair.client.link.flush();
        // A record is stuck now, so nothing more is taken.
        assertThat(pair.client.offer(new byte[1])).isEqualTo(PeerLink.BACK_PRESSURED);
        pair.cycles(3);
        assertThat(pair.client.offer(new byte[1])).isEqualTo(PeerLink.BACK_PRESSURED);
        assertThat(pair.server.received).isEmpty();
        pair.wire.capacityBytes = Integer.MAX_VALUE;
        assertArrived();
    }

    @Test
    void shouldDeliverNoMoreThanWasAskedFor() {
        for (int i = 0; i < 100; i++) {
            offer(200);
        }
        pair.client.link.flush();
        assertThat(pair.wire.toServer).hasSize(2);
        assertThat(pair.server.poll(1)).isEqualTo(1);
        assertThat(pair.server.received).hasSize(1);
        assertThat(pair.server.poll(60)).isEqualTo(60);
        assertThat(pair.server.poll(60)).isEqualTo(39);
        assertThat(pair.server.poll(60)).isZero();
        assertThat(pair.server.received).containsExactlyElementsOf(sent);
    }

    @Test
    void shouldDeliverWhatCameBeforeAFrameThatIsNotGood() {
        offer(20);
        offer(21);
        pair.client.link.flush();
        pair.wire.toServer.add(new byte[100]);
        pair.server.poll(1);
        assertThat(pair.server.link.connection()).isPositive();
        pair.server.poll(10);
        assertThat(pair.server.received).containsExactlyElementsOf(sent);
        assertThat(pair.server.causes).containsExactly(TlsCause.PLAIN);
    }

    @Test
    void shouldForgetWhatWasTakenForASessionThatIsOver() {
        offer(20);
        pair.wire.breakTowards(pair.client.below);
        pair.await(() -> pair.client.upConnections.size() == 2);
        pair.awaitUp();
        sent.clear();
        offer(30);
        assertArrived();
    }

    @Test
    void shouldForgetWhatWasNotDeliveredOfASessionThatIsOver() {
        offer(20);
        offer(21);
        pair.client.link.flush();
        assertThat(pair.server.poll(1)).isEqualTo(1);
        pair.wire.breakTowards(pair.server.below);
        pair.await(() -> pair.server.upConnections.size() == 2);
        pair.awaitUp();
        assertThat(pair.server.received).hasSize(1);
    }

    @Test
    void shouldSendWhatWaitsBeforeItEnds() {
        offer(20);
        pair.client.link.close();
        pair.client = null;
        pair.await(() -> pair.server.link.connection() == 0);
        assertThat(pair.server.received).containsExactlyElementsOf(sent);
        assertThat(pair.server.causes).isEmpty();
    }

    private void offer(int length) {
        byte[] message = TlsPair.message(random, length);
        assertThat(pair.client.offer(message)).isEqualTo(PeerLink.OK);
        sent.add(message);
    }

    private void assertArrived() {
        pair.await(() -> pair.server.received.size() >= sent.size());
        pair.cycles(3);
        assertThat(pair.server.received).containsExactlyElementsOf(sent);
        assertThat(pair.server.causes).isEmpty();
    }
}
