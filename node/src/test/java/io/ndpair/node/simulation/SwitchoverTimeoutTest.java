package io.ndpair.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.node.device.Neighbors;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A switchover begins with a command ring that is full, and has no time for it: refused by its reason, this device stays master, and every command
 * that was accepted is carried out. With time enough it comes off.
 */
class SwitchoverTimeoutTest {
    private static final long MS = 1_000_000L;
    private static final int KEYS = 2_560;
    private static final long MAC = 0x0200_0000_0000L;

    @ParameterizedTest(name = "by an elector: {0}")
    @ValueSource(booleans = {false, true})
    void shouldStayMasterAndCarryOutWhatWasAcceptedWhenTheRingIsNotReadInTime(boolean elected) throws Exception {
        final Simulation world = Simulation.quiet(KEYS);
        try {
            world.a.start();
            world.b.start();
            world.come(Simulation.FORMING_NS, "form");
            final SimDevice master = world.a;
            assertThat(master.role()).isEqualTo(Role.MASTER);
            until(world, () -> safe(master));

            int accepted = 0;
            while (master.learn(accepted, MAC | accepted) > 0) {
                accepted++;
            }
            assertThat(accepted).as("more than a duty cycle carries out").isBetween(600, KEYS - 1);
            final CompletableFuture<String> answer = master.parts.switchover(elected, MS);
            assertThat(answer).isNotDone();
            world.step();
            assertThat(master.learn(KEYS - 1, MAC)).as("held meanwhile").isEqualTo(Neighbors.BUSY);
            until(world, answer::isDone);

            assertThat(answer.join())
                    .isEqualTo("commands that were accepted before still waited to be carried out after 1 ms");
            assertThat(master.role()).isEqualTo(Role.MASTER);
            until(world, () -> master.learn(KEYS - 1, MAC | (KEYS - 1)) > 0);
            until(world, () -> master.find(KEYS - 1) == (MAC | (KEYS - 1)));
            for (int key = 0; key < accepted; key++) {
                assertThat(master.find(key)).as("key %d", key).isEqualTo(MAC | key);
            }
            assertThat(master.parts.droppedCommands()).isZero();

            if (elected) {
                until(world, () -> safe(master));
                final CompletableFuture<String> again = master.parts.switchover(true, 10_000 * MS);
                until(world, again::isDone);
                assertThat(again.join()).isEmpty();
                until(world, () -> world.b.role() == Role.MASTER);
                assertThat(master.role()).isEqualTo(Role.BACKUP);
                assertThat(world.b.find(accepted - 1)).isEqualTo(MAC | (accepted - 1));
            }
        } finally {
            world.close();
        }
    }

    private static boolean safe(SimDevice device) {
        return device.parts.replicator().status().safety().safe();
    }

    private interface Fact {
        boolean holds();
    }

    private static void until(Simulation world, Fact fact) throws Exception {
        final long endNs = world.nowNs + 60_000 * MS;
        while (!fact.holds()) {
            assertThat(world.nowNs).isLessThan(endNs);
            world.step();
        }
    }
}
