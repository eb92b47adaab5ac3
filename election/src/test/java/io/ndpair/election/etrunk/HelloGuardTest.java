package io.ndpair.election.etrunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused, and that it changes nothing. */
class HelloGuardTest {
    private static final long S = Side.S;
    private static final HelloKey KEY = HelloKey.of(HelloKey.Algorithm.HMAC_SHA256, 1, "secret");
    private static final ETrunkConfig BETTER = Side.config(10, 1);
    private static final ETrunkConfig WORSE = Side.config(20, 2);

    private static ETrunkConfig secured(ETrunkConfig config) {
        return Side.secured(config, Optional.of(KEY), true);
    }

    private static byte[] changed(byte[] hello, int offset, int value) {
        final byte[] copy = hello.clone();
        copy[offset] = (byte) value;
        return copy;
    }

    private static byte[] longer(byte[] hello, int by) {
        return Arrays.copyOf(hello, hello.length + by);
    }

    /** With the length field set right. */
    private static byte[] sized(byte[] hello) {
        new UnsafeBuffer(hello)
                .putShort(HelloLayout.LENGTH_OFFSET, (short) hello.length, java.nio.ByteOrder.BIG_ENDIAN);
        return hello;
    }

    private static void refuses(Side side, byte[] hello, HelloDrop reason) {
        final long before = side.dropped(reason);
        final Role role = side.member().role();
        final long deadlineNs = side.machine.nextDeadlineNs(side.nowNs);
        side.hear(hello);
        assertThat(side.machine.lastDrop()).as("reason").isEqualTo(reason);
        assertThat(side.dropped(reason)).isEqualTo(before + 1);
        assertThat(side.member().role()).isEqualTo(role);
        if (reason != HelloDrop.UNPROVEN) {
            assertThat(side.machine.nextDeadlineNs(side.nowNs)).as("timers").isEqualTo(deadlineNs);
        }
    }

    @Test
    void shouldRefuseByTheFirstReasonThatHolds() {
        final Side side = Side.started(BETTER, 1);
        final byte[] good = Side.started(WORSE, 2).hello();
        refuses(side, new byte[0], HelloDrop.TRUNCATED);
        refuses(side, Arrays.copyOf(good, HelloLayout.HEADER_BYTES - 1), HelloDrop.TRUNCATED);
        refuses(side, changed(good, 0, 'X'), HelloDrop.MAGIC);
        refuses(side, changed(good, HelloLayout.VERSION_OFFSET, 2), HelloDrop.VERSION);
        refuses(side, longer(good, 1), HelloDrop.LENGTH);
        refuses(side, Arrays.copyOf(good, good.length - 1), HelloDrop.LENGTH);
        refuses(side, sized(longer(good, HelloLayout.MAX_BYTES)), HelloDrop.LENGTH);
        refuses(side, changed(good, HelloLayout.TRUNK_OFFSET + 1, 2), HelloDrop.TRUNK);
        refuses(side, changed(good, HelloLayout.AUTHENTICATION_OFFSET, 2), HelloDrop.AUTHENTICATION);
        refuses(side, changed(good, HelloLayout.KEY_ID_OFFSET, 1), HelloDrop.AUTHENTICATION);
        refuses(side, side.hello(), HelloDrop.OWN);
        refuses(side, changed(good, HelloLayout.FLAGS_OFFSET, HelloLayout.FLAG_SEQUENCE), HelloDrop.SEQUENCE_MODE);
        refuses(side, changed(good, HelloLayout.PRIORITY_OFFSET, 0), HelloDrop.FIELD);
        refuses(side, changed(good, HelloLayout.PRIORITY_OFFSET, 255), HelloDrop.FIELD);
        refuses(side, changed(good, HelloLayout.STATE_OFFSET, 3), HelloDrop.FIELD);
        refuses(side, changed(good, HelloLayout.PERIOD_OFFSET + 1, 4), HelloDrop.FIELD);
        refuses(side, changed(good, HelloLayout.FAIL_TIME_OFFSET, 0x80), HelloDrop.FIELD);
        refuses(side, changed(good, HelloLayout.AGE_OFFSET, 0x80), HelloDrop.FIELD);
        refuses(side, changed(good, HelloLayout.HEADER_BYTES + 3, 200), HelloDrop.TLV);
        refuses(side, changed(good, HelloLayout.HEADER_BYTES + 3, 7), HelloDrop.TLV);
        refuses(side, changed(good, HelloLayout.HEADER_BYTES + 8, 3), HelloDrop.TLV);
        refuses(side, sized(longer(good, 3)), HelloDrop.TLV);
        side.hear(good);
        assertThat(side.state()).isEqualTo(Role.MASTER);
        refuses(side, good, HelloDrop.OLD);
    }

    @Test
    @DisplayName("unknown TLVs and longer known ones are skipped: a later version may add them")
    void shouldSkipWhatItDoesNotKnow() {
        final byte[] good = Side.started(WORSE, 2).hello();
        final byte[] more = sized(longer(good, 9));
        more[good.length + 1] = 99;
        more[good.length + 3] = 5;
        final Side side = Side.started(BETTER, 1);
        side.hear(more);
        assertThat(side.machine.counters().received()).isEqualTo(1);
        assertThat(side.cause()).isEqualTo(ETrunkCause.PRI);
    }

    @ParameterizedTest
    @EnumSource(HelloKey.Algorithm.class)
    void shouldKnowThePeerByItsKey(HelloKey.Algorithm algorithm) {
        final HelloKey key = HelloKey.of(algorithm, 1, "k");
        assertThat(key).isEqualTo(HelloKey.of(algorithm, 1, "k")).isNotEqualTo(HelloKey.of(algorithm, 1, "l"));
        assertThat(key.toString()).endsWith("******");
        final Pair pair = new Pair(
                Side.secured(BETTER, Optional.of(key), true),
                Side.secured(WORSE, Optional.of(HelloKey.of(algorithm, 1, "k")), true));
        pair.advance(1 * S);
        assertThat(pair.b.state()).isEqualTo(Role.BACKUP);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.PRI);
        final byte[] hello = pair.a.hello();
        for (int i = HelloLayout.FLAGS_OFFSET + 5; i < hello.length; i++) {
            refuses(pair.b, changed(hello, i, hello[i] ^ 1), HelloDrop.CODE);
        }
        refuses(pair.b, sized(Arrays.copyOf(hello, HelloLayout.HEADER_BYTES)), HelloDrop.TRUNCATED);
        pair.b.hear(hello);
        assertThat(pair.b.machine.lastDrop()).isNotEqualTo(HelloDrop.OLD);
    }

    @Test
    void shouldRefuseWrongKeyAndMissingKey() {
        final Side plain = Side.started(BETTER, 1);
        refuses(
                plain,
                Side.started(Side.secured(WORSE, Optional.of(KEY), false), 2).hello(),
                HelloDrop.AUTHENTICATION);
        final Side keyed = Side.started(Side.secured(BETTER, Optional.of(KEY), false), 1);
        refuses(keyed, Side.started(WORSE, 2).hello(), HelloDrop.AUTHENTICATION);
        final HelloKey other = HelloKey.of(HelloKey.Algorithm.HMAC_SHA256, 1, "Secret");
        refuses(
                keyed,
                Side.started(Side.secured(WORSE, Optional.of(other), false), 2).hello(),
                HelloDrop.CODE);
        final HelloKey sha1 = HelloKey.of(HelloKey.Algorithm.HMAC_SHA1, 1, "secret");
        refuses(
                keyed,
                Side.started(Side.secured(WORSE, Optional.of(sha1), false), 2).hello(),
                HelloDrop.AUTHENTICATION);
        keyed.advance(21 * S);
        assertThat(keyed.cause()).isEqualTo(ETrunkCause.TIMEOUT);
    }

    @Test
    @DisplayName("replay: a hello of the present session counts once, and none before it any more")
    void shouldRefuseRepeatedAndOvertaken() {
        final Pair pair = new Pair(secured(BETTER), secured(WORSE));
        pair.advance(1 * S);
        final byte[] first = pair.a.hello();
        final byte[] second = pair.a.hello();
        pair.b.hear(second);
        refuses(pair.b, second, HelloDrop.OLD);
        refuses(pair.b, first, HelloDrop.OLD);
    }

    @Test
    @DisplayName("replay: what an earlier life of the peer said is refused by the peer's present partner")
    void shouldRefuseEarlierLifeOfPeer() {
        final Pair first = new Pair(secured(BETTER), secured(WORSE));
        first.advance(1 * S);
        final byte[] recorded = first.a.hello();
        // a starts anew, b lives on.
        final Side again = Side.started(secured(BETTER), 3);
        again.nowNs = first.b.nowNs;
        final Pair second = new Pair(again, first.b);
        second.advance(2 * S);
        assertThat(second.b.cause()).isEqualTo(ETrunkCause.PRI);
        refuses(second.b, recorded, HelloDrop.REPLACED);
        // ... also when the device it replays is dead, and the hello had never been delivered.
        second.cut(true);
        second.advance(30 * S);
        assertThat(second.b.cause()).isEqualTo(ETrunkCause.TIMEOUT);
        refuses(second.b, recorded, HelloDrop.REPLACED);
        refuses(second.b, again.hello(), HelloDrop.UNPROVEN);
        assertThat(second.b.cause()).isEqualTo(ETrunkCause.TIMEOUT);
    }

    @Test
    @DisplayName("replay: what the peer said to an earlier life of ours is refused by the present one")
    void shouldRefuseWhatEarlierLifeWasTold() {
        final Pair first = new Pair(secured(BETTER), secured(WORSE));
        first.advance(1 * S);
        final byte[] recorded = first.a.hello();
        final Side restarted = Side.started(secured(WORSE), 4);
        for (int i = 0; i < 100; i++) {
            refuses(restarted, recorded, HelloDrop.UNPROVEN);
        }
        restarted.advance(21 * S);
        assertThat(restarted.cause()).isEqualTo(ETrunkCause.TIMEOUT);
        // The living peer proves itself in the middle of the replays.
        first.a.nowNs = restarted.nowNs;
        final Pair second = new Pair(first.a, restarted);
        for (int i = 0; i < 20; i++) {
            restarted.hear(recorded);
            second.advance(100 * Side.MS);
        }
        assertThat(restarted.cause()).isEqualTo(ETrunkCause.PRI);
        assertThat(first.a.cause()).isEqualTo(ETrunkCause.PRI);
    }

    @Test
    @DisplayName("hellos that were held back do not keep a dead peer alive")
    void shouldRefuseHeldBack() {
        final Pair pair = new Pair(secured(BETTER), secured(WORSE));
        pair.advance(1 * S);
        final byte[][] held = new byte[10][];
        for (int i = 0; i < held.length; i++) {
            held[i] = pair.a.hello();
        }
        pair.cut(true);
        // One just before each time-out: at most one more fail-time is gained.
        pair.b.advance(19 * S);
        pair.b.hear(held[0]);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.PRI);
        pair.b.advance(19 * S);
        refuses(pair.b, held[1], HelloDrop.LATE);
        pair.b.advance(2 * S);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.TIMEOUT);
        refuses(pair.b, held[2], HelloDrop.UNPROVEN);
    }

    @Test
    @DisplayName("clocks that run apart by 0.02 % over hours, and a clock that stood still, do not cost the peer")
    void shouldForgiveDrift() {
        final Pair pair = new Pair(secured(BETTER), secured(WORSE));
        pair.advance(1 * S);
        for (int i = 0; i < 20_000; i++) {
            pair.a.nowNs += 999_800_000L;
            pair.b.nowNs += S;
            pair.b.hear(pair.a.hello());
            pair.a.hear(pair.b.hello());
        }
        assertThat(pair.b.dropped(HelloDrop.LATE)).isZero();
        assertThat(pair.a.dropped(HelloDrop.LATE)).isZero();
        // a's machine was frozen for an hour: b loses it, and knows it again by the challenge.
        pair.b.said = null;
        pair.a.said = null;
        pair.b.advance(3_600 * S);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.TIMEOUT);
        pair.advance(5 * S);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.PRI);
        assertThat(pair.a.cause()).isEqualTo(ETrunkCause.PRI);
    }

    @Test
    @DisplayName("mutation fuzz: nothing throws, nothing unsigned counts, no state moves")
    void shouldStandAnyBytes() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        final Pair keyed = new Pair(secured(BETTER), secured(WORSE));
        final Side open = Side.started(BETTER, 5);
        keyed.advance(1 * S);
        final long received = keyed.b.machine.counters().received();
        final byte[] signed = keyed.a.hello();
        final byte[] plain = Side.started(WORSE, 6).hello();
        for (int i = 0; i < 40_000; i++) {
            keyed.b.hear(mutated(random, signed));
            open.hear(mutated(random, plain));
        }
        assertThat(keyed.b.machine.counters().received()).as("seed %d", seed).isEqualTo(received);
        assertThat(keyed.b.cause()).isEqualTo(ETrunkCause.PRI);
        final EnumSet<HelloDrop> seen = EnumSet.noneOf(HelloDrop.class);
        seen.addAll(open.machine.counters().dropped().keySet());
        assertThat(seen).as("seed %d", seed).contains(HelloDrop.FIELD, HelloDrop.TLV, HelloDrop.TRUNCATED);
    }

    /** At least one byte other than it was, some lengths cut or grown, with the length field made right half the time. */
    private static byte[] mutated(Random random, byte[] hello) {
        byte[] copy = hello.clone();
        final int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 + random.nextInt(255));
        }
        if (Arrays.equals(copy, hello)) {
            copy[random.nextInt(copy.length)] ^= 1;
        }
        if (random.nextInt(4) == 0) {
            copy = Arrays.copyOf(copy, random.nextInt(copy.length + 60));
        }
        return copy.length >= HelloLayout.HEADER_BYTES && random.nextBoolean() && copy.length != hello.length
                ? sized(copy)
                : copy;
    }
}
