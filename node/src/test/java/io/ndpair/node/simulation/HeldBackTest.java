package io.ndpair.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TRAPS T1, T2 at whole devices: the batch backup of a returned, empty device of the higher priority stalls, then its channel falls silent. While it
 * hears the master's advertisements it leaves it alone; when they end it takes over at once.
 */
class HeldBackTest {
    private static final long S = 1_000_000_000L;
    private static final int KEYS = 2_560;
    /** All images arrive, the end does not. */
    private static final int END_LOST = 100;

    private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RangeImageDecoder image = new RangeImageDecoder();
    private int stalled;
    private int passed;

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 99, END_LOST})
    void shouldLeaveAMasterAloneThatIsHeardThoughTheBatchBackupStallsAndTheChannelFallsSilent(int percent)
            throws Exception {
        final Simulation world = Simulation.quiet(KEYS);
        try {
            begin(world, percent);
            hold(world, 8 * S, "the batch backup stalls");
            assertThat(stalled).as("the stall came to pass").isPositive();
            assertThat(passed > 0).as("images that arrived").isEqualTo(percent > 0);
            assertThat(world.a.parts.isReady()).isFalse();

            world.link.end(0).cut(true);
            world.link.end(1).cut(true);
            hold(world, 120 * S, "the channel is silent");
            assertThat(world.a.parts.group(Simulation.GROUP).orElseThrow().readyReason())
                    .isEqualTo("the session with the peer was lost, which counts as gone after 600 s");
            assertThat(world.a.parts.group(Simulation.GROUP).orElseThrow().readyForS())
                    .as("since when is shown")
                    .isGreaterThan(100);

            world.wire.end(0).cut = true;
            // Three intervals of a second and the skew of priority 1.
            run(world, 4 * S + S / 10);
            assertThat(world.a.role()).as("the adverts have ended").isEqualTo(Role.MASTER);
        } finally {
            world.close();
        }
    }

    private void begin(Simulation world, int percent) throws Exception {
        world.faults.losing((from, message) -> passes(percent, message) ? message : null);
        world.b.start();
        final long endNs = world.nowNs + 20 * S;
        while (!world.b.parts.isComplete()) {
            assertThat(world.nowNs).as("b to be master and complete").isLessThan(endNs);
            world.step();
        }
        assertThat(world.b.role()).isEqualTo(Role.MASTER);
        for (int key = 0; key < KEYS; key++) {
            world.b.learn(key, 0x0200_0000_0000L | key);
            if (key % 64 == 0) {
                world.step();
            }
        }
        run(world, S);
        assertThat(world.b.store.size()).isEqualTo(KEYS);
        world.a.start();
    }

    private boolean passes(int percent, byte[] message) {
        view.wrap(message);
        header.wrap(view, 0);
        if (header.schemaId() != RangeImageDecoder.SCHEMA_ID) {
            return true;
        }
        boolean passes = true;
        if (header.templateId() == BatchBackupEndDecoder.TEMPLATE_ID) {
            passes = false;
        } else if (header.templateId() == RangeImageDecoder.TEMPLATE_ID) {
            image.wrapAndApplyHeader(view, 0, header);
            final boolean isLast = image.prefix() + (1L << (Long.SIZE - image.depth())) == 0;
            passes = percent == END_LOST || (percent == 50 && image.prefix() >= 0) || (percent == 99 && !isLast);
            passed += passes ? 1 : 0;
        }
        stalled += passes ? 0 : 1;
        return passes;
    }

    private static void hold(Simulation world, long ns, String doing) throws Exception {
        final long endNs = world.nowNs + ns;
        while (world.nowNs < endNs) {
            world.step();
            assertThat(world.a.role()).as("A while " + doing).isNotEqualTo(Role.MASTER);
            assertThat(world.b.role()).as("B while " + doing).isEqualTo(Role.MASTER);
        }
    }

    private static void run(Simulation world, long ns) throws Exception {
        final long endNs = world.nowNs + ns;
        while (world.nowNs < endNs) {
            world.step();
        }
    }
}
