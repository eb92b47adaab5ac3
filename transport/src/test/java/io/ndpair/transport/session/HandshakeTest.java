package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.transport.session.Handshake.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static final long MINE = 11;
    private static final long THEIRS = 22;

    private final Handshake handshake = new Handshake();

    @Test
    void shouldBeMadeAtTheHelloThatEchoesMyNonce() {
        handshake.restart(MINE, 0);
        handshake.onSent();
        assertThat(handshake.onHello(THEIRS, 0)).isEqualTo(Step.ANSWER);
        assertThat(handshake.made()).isFalse();
        handshake.onSent();
        assertThat(handshake.onHello(THEIRS, MINE)).isEqualTo(Step.MADE);
        assertThat(handshake.made()).isTrue();
    }

    @Test
    void shouldAnswerWhenTheFirstHelloHeardEchoesAlready() {
        handshake.restart(MINE, 0);
        handshake.onSent();
        assertThat(handshake.onHello(THEIRS, MINE)).isEqualTo(Step.MADE_ANSWER);
        assertThat(handshake.heardNonce()).isEqualTo(THEIRS);
    }

    @Test
    void shouldNotAnswerTheSameHelloTwice() {
        handshake.restart(MINE, 0);
        handshake.onHello(THEIRS, 0);
        handshake.onSent();
        assertThat(handshake.onHello(THEIRS, 0)).isEqualTo(Step.NONE);
        assertThat(handshake.made()).isFalse();
    }

    @Test
    void shouldKeepMyNonceWhileWaitingWhateverComes() {
        handshake.restart(MINE, 0);
        assertThat(handshake.onHello(THEIRS, 99)).isEqualTo(Step.ANSWER);
        assertThat(handshake.nonce()).isEqualTo(MINE);
        handshake.onSent();
        assertThat(handshake.onHello(33, 98)).isEqualTo(Step.ANSWER);
        assertThat(handshake.nonce()).isEqualTo(MINE);
    }

    @Test
    void shouldStayMadeWhenThePeerRepeatsItself() {
        made();
        assertThat(handshake.onHello(THEIRS, MINE)).isEqualTo(Step.NONE);
        assertThat(handshake.made()).isTrue();
    }

    @Test
    void shouldBeginAnewWhenThePeerHas() {
        made();
        assertThat(handshake.onHello(33, 0)).isEqualTo(Step.RESET);
        made();
        assertThat(handshake.onHello(33, MINE)).isEqualTo(Step.RESET);
        made();
        assertThat(handshake.onHello(THEIRS, 98)).isEqualTo(Step.RESET);
    }

    @Test
    void shouldNotTakeZeroForANonce() {
        assertThatThrownBy(() -> handshake.restart(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Two machines, ordered channels that lose everything under way when one side breaks, resets at random. */
    @Test
    void shouldAlwaysMeet() {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        for (int round = 0; round < 2_000; round++) {
            SplittableRandom random = new SplittableRandom(seed + round);
            Party a = new Party(random);
            Party b = new Party(random);
            for (int i = 0; i < 60; i++) {
                step(random, a, b);
            }
            for (int i = 0; i < 12; i++) {
                a.say(b);
                b.say(a);
                while (!a.inbox.isEmpty() || !b.inbox.isEmpty()) {
                    a.hear(b);
                    b.hear(a);
                }
            }
            assertThat(a.handshake.made() && b.handshake.made())
                    .as("-Dndpair.seed=%d", seed + round)
                    .isTrue();
            assertThat(a.handshake.heardNonce()).isEqualTo(b.handshake.nonce());
            assertThat(b.handshake.heardNonce()).isEqualTo(a.handshake.nonce());
        }
    }

    private static void step(SplittableRandom random, Party a, Party b) {
        switch (random.nextInt(8)) {
            case 0:
                a.say(b);
                break;
            case 1:
                b.say(a);
                break;
            case 2:
                a.reset();
                break;
            case 3:
                // What was under way to b is lost, and b notices.
                b.inbox.clear();
                b.reset();
                break;
            case 4:
            case 5:
                a.hear(b);
                break;
            default:
                b.hear(a);
                break;
        }
    }

    private void made() {
        handshake.restart(MINE, 0);
        handshake.onHello(THEIRS, MINE);
        handshake.onSent();
    }

    private static final class Party {
        final Handshake handshake = new Handshake();
        final Deque<long[]> inbox = new ArrayDeque<>();
        final SplittableRandom random;

        Party(SplittableRandom random) {
            this.random = random;
            reset();
        }

        void reset() {
            handshake.restart(random.nextLong() | 1, 0);
        }

        /** The repeated Hello: only while the session is not made. */
        void say(Party to) {
            if (!handshake.made()) {
                send(to);
            }
        }

        void send(Party to) {
            to.inbox.add(new long[] {handshake.nonce(), handshake.heardNonce()});
            handshake.onSent();
        }

        void hear(Party from) {
            long[] hello = inbox.poll();
            if (hello == null) {
                return;
            }
            switch (handshake.onHello(hello[0], hello[1])) {
                case ANSWER:
                case MADE_ANSWER:
                    send(from);
                    break;
                case RESET:
                    handshake.restart(random.nextLong() | 1, hello[0]);
                    send(from);
                    break;
                default:
                    break;
            }
        }
    }
}
