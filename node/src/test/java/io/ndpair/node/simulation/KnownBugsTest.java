package io.ndpair.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator finds bugs: each of the known ones within 2,000 seeds, and without them the same seeds pass. */
class KnownBugsTest {
    private static final int MOST_SEEDS = 2_000;

    @ParameterizedTest
    @EnumSource(KnownBug.class)
    void shouldFind(KnownBug bug) throws Exception {
        String found = null;
        long seed = 0;
        while (found == null && seed < MOST_SEEDS) {
            seed++;
            Simulation world = new Simulation(seed, new FaultCounts(), false);
            bug.into(world);
            try {
                world.run();
            } catch (Broken e) {
                found = e.getMessage();
            }
        }
        System.out.println(bug + " found by seed " + seed + ": "
                + (found == null ? "" : found.lines().findFirst().orElse("")));
        assertThat(found).as("%s within %d seeds", bug, MOST_SEEDS).isNotNull();
        // It is the bug that was found, and nothing else.
        new Simulation(seed, new FaultCounts(), false).run();
    }
}
