package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.link.PeerLink;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer whose certificate is good and whose records hold what no device of ours would seal. */
class TlsHostileContentTest {
    @TempDir
    static Path directory;

    private static TestPki pki;
    private static TlsCredentials goodA;
    private static TlsCredentials goodB;

    private final TlsPair pair = new TlsPair();

    @BeforeAll
    static void makeCertificates() throws Exception {
        pki = new TestPki(directory).authority("ca").device("a", "ca").device("b", "ca");
        goodA = pki.credentials("a", "ca", "b");
        goodB = pki.credentials("b", "ca", "a");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, PeerLink.MAX_MESSAGE_BYTES + 1, Integer.MAX_VALUE})
    void shouldEndTheSessionAtALengthThatNoMessageHas(int said) throws Exception {
        RawPeer client = clientThatIsUp();
        client.send(joined(RawPeer.message(30, 30), RawPeer.message(said, 100)));
        pair.cycle();
        assertThat(pair.server.received).as("what was good before it").hasSize(1);
        assertThat(pair.server.link.connection()).isZero();
        assertThat(pair.server.causes).containsExactly(TlsCause.MESSAGE);
        assertThat(pair.server.texts).containsExactly("a message of " + said + " bytes");
        assertThat(pair.server.link.status().refused()).containsEntry(TlsCause.MESSAGE, 1L);
    }

    @Test
    void shouldRefuseABadLengthBeforeItsMessageHasCome() throws Exception {
        RawPeer client = clientThatIsUp();
        client.send(RawPeer.message(PeerLink.MAX_MESSAGE_BYTES + 1, 0));
        pair.cycle();
        assertThat(pair.server.causes).containsExactly(TlsCause.MESSAGE);
    }

    @Test
    void shouldDeliverNothingOfAMessageThatDoesNotEnd() throws Exception {
        RawPeer client = clientThatIsUp();
        client.send(joined(RawPeer.message(5, 5), RawPeer.message(1_000, 999)));
        pair.cycles(100);
        assertThat(pair.server.received).hasSize(1);
        assertThat(pair.server.link.connection()).isPositive();
        client.sayGoodbye();
        pair.cycle();
        assertThat(pair.server.link.connection()).isZero();
        assertThat(pair.server.received).hasSize(1);
    }

    @Test
    void shouldTakeALengthThatTellsLessThanThereIsForTheBeginOfAnotherMessage() throws Exception {
        RawPeer client = clientThatIsUp();
        // Behind the ten bytes that it says come zeros, which are no length.
        client.send(RawPeer.message(10, 500));
        pair.cycle();
        assertThat(pair.server.received).hasSize(1);
        assertThat(pair.server.received.get(0)).hasSize(10);
        assertThat(pair.server.causes).containsExactly(TlsCause.MESSAGE);
    }

    @Test
    void shouldPutAMessageTogetherFromRecordsOfOneByteAndNotBeKeptBusyByThem() throws Exception {
        RawPeer client = clientThatIsUp();
        byte[] message = RawPeer.message(96, 96);
        for (byte each : message) {
            client.send(new byte[] {each});
        }
        assertThat(pair.server.poll(1)).isZero();
        assertThat(pair.wire.toServer).as("frames that a duty cycle leaves").hasSize(message.length - 8);
        pair.cycles(13);
        assertThat(pair.server.received).hasSize(1);
        assertThat(pair.server.received.get(0)).hasSize(96);
        assertThat(pair.server.causes).isEmpty();
    }

    @Test
    void shouldRefuseAServerThatSaysMoreThanThatItIsReady() throws Exception {
        RawPeer server = serverThatIsFinished();
        server.send(RawPeer.message(3, 3));
        pair.cycle();
        assertThat(pair.client.upConnections).isEmpty();
        assertThat(pair.client.received).isEmpty();
        assertThat(pair.client.causes).containsExactly(TlsCause.MESSAGE);
    }

    @Test
    void shouldRefuseAServerThatSaysHalfOfIt() throws Exception {
        RawPeer server = serverThatIsFinished();
        server.send(new byte[2]);
        pair.cycle();
        assertThat(pair.client.upConnections).isEmpty();
        assertThat(pair.client.causes).containsExactly(TlsCause.MESSAGE);
    }

    @Test
    void shouldDeliverWhatAServerSealsTogetherWithItsBeingReady() throws Exception {
        RawPeer server = serverThatIsFinished();
        server.send(joined(new byte[4], RawPeer.message(3, 3)));
        pair.cycle();
        assertThat(pair.client.upConnections).containsExactly(1L);
        assertThat(pair.client.received).hasSize(1);
        assertThat(pair.client.causes).isEmpty();
    }

    private RawPeer clientThatIsUp() throws Exception {
        pair.connect(goodA, goodB);
        pair.client = null;
        // The server is there before the first frame.
        pair.cycle();
        RawPeer client = new RawPeer(pki.keyStore("a"), pki.trustStore("ca"), true, pair.wire.clientEnd);
        drive(client, () -> pair.server.link.connection() != 0);
        return client;
    }

    private RawPeer serverThatIsFinished() throws Exception {
        pair.connect(goodA, goodB);
        pair.server = null;
        RawPeer server = new RawPeer(pki.keyStore("b"), pki.trustStore("ca"), false, pair.wire.serverEnd);
        drive(server, server::finished);
        pair.cycles(3);
        assertThat(pair.client.link.status().state()).isEqualTo(TlsState.HANDSHAKE);
        return server;
    }

    private void drive(RawPeer raw, BooleanSupplier until) throws SSLException {
        for (int left = 200; !until.getAsBoolean(); left--) {
            assertThat(left).isPositive();
            pair.cycle();
            raw.cycle();
        }
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
