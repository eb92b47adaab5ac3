package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.exceptions.AeronException;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** The texts are those of Aeron 1.51 on Linux. */
class PathErrorsTest {
    private static final String ENDPOINT = "[fd00:2:0:0:0:0:0:2]:7100";
    private static final String CHANNEL = "aeron:udp?endpoint=" + ENDPOINT + "|control=[fd00:1:0:0:0:0:0:1]:0";

    @Test
    void shouldKnowThatNoWayLeadsToAPeer() {
        final Throwable opening = new AeronException(
                "channel error - Network is unreachable (at sun.nio.ch.Net.connect0): " + CHANNEL,
                new SocketException("Network is unreachable"));
        assertThat(PathErrors.cause(opening)).isEqualTo("Network is unreachable");
        assertThat(PathErrors.names(opening, ENDPOINT)).isTrue();

        final Throwable sending = new AeronException(
                "failed to send datagram to /" + ENDPOINT, new IOException("Network is unreachable"));
        assertThat(PathErrors.cause(sending)).isEqualTo("Network is unreachable");
        assertThat(PathErrors.names(sending, ENDPOINT)).isTrue();
    }

    @Test
    void shouldGiveTheReasonOfADatagramThatWasNotSent() {
        final Throwable refused = new AeronException(
                "failed to send datagram to /" + ENDPOINT, new IOException("Operation not permitted"));
        assertThat(PathErrors.cause(refused)).isEqualTo("Operation not permitted");
    }

    @Test
    void shouldLeaveOtherErrorsAlone() {
        assertThat(PathErrors.cause(new AeronException("channel error - Address already in use: " + CHANNEL)))
                .isNull();
        assertThat(PathErrors.cause(new IllegalStateException())).isNull();
    }

    @Test
    void shouldNotTakeAnotherPeerForThisOne() {
        assertThat(PathErrors.names(new AeronException("failed to send datagram to /" + ENDPOINT + "1"), ENDPOINT))
                .isFalse();
        assertThat(PathErrors.names(new AeronException("failed to send datagram to /10.0.0.2:7100"), "10.0.0.2:710"))
                .isFalse();
        assertThat(PathErrors.names(new AeronException("to /110.0.0.2:7100"), "10.0.0.2:7100"))
                .isFalse();
        assertThat(PathErrors.names(new AeronException((String) null), ENDPOINT))
                .isFalse();
    }
}
