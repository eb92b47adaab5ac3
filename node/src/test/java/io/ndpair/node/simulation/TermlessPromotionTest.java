package io.ndpair.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The election makes a device master whose disk takes no term beyond those that were reserved. The election tells a role once: the profile has to
 * remember it, or the group would answer for the virtual address and the profile refuse every neighbor, for ever.
 */
class TermlessPromotionTest {
    private static final long S = 1_000_000_000L;
    private static final int KEYS = 2_560;
    /** Beyond what any device has reserved. */
    private static final long FAR_TERM = 10_000;

    private Simulation world;
    private SimDevice backup;

    @BeforeEach
    void loseTheMaster() throws Exception {
        world = Simulation.quiet(KEYS);
        world.a.start();
        world.b.start();
        world.come(Simulation.FORMING_NS, "form");
        assertThat(world.a.role()).isEqualTo(Role.MASTER);
        backup = world.b;
        backup.disk.broken = true;
        backup.store.noteTerm(FAR_TERM);
        world.a.crash(false, false);
        pass(10 * S);
        assertThat(backup.role()).as("without a term").isEqualTo(Role.BACKUP);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void shouldBecomeMasterOnceTheDiskTakesATerm() throws Exception {
        backup.disk.broken = false;
        pass(S);
        assertThat(backup.role()).isEqualTo(Role.MASTER);
        assertThat(backup.store.position().epoch().term()).isGreaterThan(FAR_TERM);
        assertThat(backup.learn(1, 0x0200_0000_0001L)).isPositive();
    }

    @Test
    void shouldStayBackupWhereTheElectionHasChangedItsMind() throws Exception {
        backup.parts.resign();
        backup.disk.broken = false;
        pass(S);
        assertThat(backup.role()).isNotEqualTo(Role.MASTER);
    }

    private void pass(long ns) throws Exception {
        final long endNs = world.nowNs + ns;
        while (world.nowNs < endNs) {
            world.step();
        }
    }
}
