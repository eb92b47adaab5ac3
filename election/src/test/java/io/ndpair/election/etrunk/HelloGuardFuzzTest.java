package io.ndpair.election.etrunk;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.election.role.Role;
import java.util.Arrays;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any bytes as an E-Trunk hello, as they stand and with the fixed part mended, to a device without a key and to one with: refused and
 * counted by one reason, or read whole and written again with the same meaning. What bears no right code never counts where there is a key.
 */
class HelloGuardFuzzTest {
    private static final HelloKey KEY = HelloKey.of(HelloKey.Algorithm.HMAC_SHA256, 1, "secret");
    private static final HelloKey OTHER_KEY = HelloKey.of(HelloKey.Algorithm.HMAC_SHA256, 1, "Secret");
    private static final ETrunkConfig OPEN = Side.config(10, 1);
    private static final ETrunkConfig KEYED = Side.secured(OPEN, Optional.of(KEY), true);

    @FuzzTest(maxDuration = "10m")
    void shouldRefuseOrReadWhole(byte[] bytes) {
        hearOpen(bytes);
        assertThat(hear(Side.started(KEYED, 1), signed(bytes, OTHER_KEY))).isNotNull();
        if (bytes.length >= HelloLayout.HEADER_BYTES) {
            hearOpen(mended(bytes));
            hear(Side.started(KEYED, 1), signed(bytes, KEY));
        }
    }

    private static void hearOpen(byte[] hello) {
        Side side = Side.started(OPEN, 1);
        if (hear(side, hello) == null) {
            assertWrittenAlike(hello);
            // The same once more is a replay. Who leaves is forgotten, and without "sequence enable" known anew by any
            // hello.
            if ((hello[HelloLayout.FLAGS_OFFSET] & HelloLayout.FLAG_LEAVING) == 0) {
                assertThat(hear(side, hello)).isEqualTo(HelloDrop.OLD);
            }
        }
    }

    /** Answers why it was refused, or null. */
    private static HelloDrop hear(Side side, byte[] hello) {
        long received = side.machine.counters().received();
        long dropped = dropped(side);
        Role role = side.member().role();
        long deadlineNs = side.machine.nextDeadlineNs(side.nowNs);
        side.hear(hello);
        if (side.machine.counters().received() > received) {
            assertThat(dropped(side)).isEqualTo(dropped);
            return null;
        }
        assertThat(dropped(side)).isEqualTo(dropped + 1);
        assertThat(side.member().role()).isEqualTo(role);
        HelloDrop reason = side.machine.lastDrop();
        if (reason != HelloDrop.UNPROVEN) {
            assertThat(side.machine.nextDeadlineNs(side.nowNs)).isEqualTo(deadlineNs);
        }
        return reason;
    }

    private static long dropped(Side side) {
        return Arrays.stream(HelloDrop.values()).mapToLong(side::dropped).sum();
    }

    private static void assertWrittenAlike(byte[] hello) {
        ETrunkHello first = new ETrunkHello();
        assertThat(first.read(new UnsafeBuffer(hello), 0, hello.length)).isNull();
        assertThat(first.priority).isBetween(1, 254);
        assertThat(first.members).isBetween(0, ETrunkConfig.MAX_MEMBERS);
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[HelloLayout.MAX_BYTES]);
        int length = first.write(buffer, 0, null);
        ETrunkHello second = new ETrunkHello();
        assertThat(second.read(buffer, 0, length)).isNull();
        assertThat(second).usingRecursiveComparison().isEqualTo(first);
    }

    private static byte[] mended(byte[] bytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(bytes.clone());
        buffer.putInt(HelloLayout.MAGIC_OFFSET, HelloLayout.MAGIC, BIG_ENDIAN);
        buffer.putByte(HelloLayout.VERSION_OFFSET, (byte) HelloLayout.VERSION);
        buffer.putShort(HelloLayout.AUTHENTICATION_OFFSET, (short) 0, BIG_ENDIAN);
        buffer.putByte(HelloLayout.FLAGS_OFFSET, (byte)
                (buffer.getByte(HelloLayout.FLAGS_OFFSET) & ~HelloLayout.FLAG_SEQUENCE));
        buffer.putShort(HelloLayout.LENGTH_OFFSET, (short) bytes.length, BIG_ENDIAN);
        buffer.putShort(HelloLayout.TRUNK_OFFSET, (short) OPEN.id(), BIG_ENDIAN);
        return buffer.byteArray();
    }

    /** As a device with this key would send it; what is too short or too long to be signed stays as it is. */
    private static byte[] signed(byte[] bytes, HelloKey key) {
        if (bytes.length < HelloLayout.HEADER_BYTES
                || bytes.length + key.algorithm().codeBytes() > HelloLayout.MAX_BYTES) {
            return bytes;
        }
        UnsafeBuffer buffer = new UnsafeBuffer(
                Arrays.copyOf(mended(bytes), bytes.length + key.algorithm().codeBytes()));
        buffer.putByte(HelloLayout.AUTHENTICATION_OFFSET, (byte) key.algorithm().code());
        buffer.putByte(HelloLayout.KEY_ID_OFFSET, (byte) HelloLayout.KEY_ID);
        buffer.putByte(HelloLayout.FLAGS_OFFSET, (byte)
                (buffer.getByte(HelloLayout.FLAGS_OFFSET) | HelloLayout.FLAG_SEQUENCE));
        buffer.putShort(HelloLayout.LENGTH_OFFSET, (short) buffer.capacity(), BIG_ENDIAN);
        key.sign(buffer, 0, bytes.length);
        return buffer.byteArray();
    }
}
