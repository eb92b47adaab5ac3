package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicatorConfigTest {
    private static final int ALONE = ReplicatorConfig.of(1, 2, 3).imageBytesInFlight();

    @Test
    void shouldShareWhatMayBeOnItsWayAmongProfiles() {
        assertThat(bytesAmong(1)).isEqualTo(ALONE);
        assertThat(bytesAmong(8)).isEqualTo(ALONE / 8);
        assertThat(bytesAmong(0)).isEqualTo(ALONE);
    }

    @Test
    void shouldLeaveTwoImagesToEachProfile() {
        assertThat(bytesAmong(64)).isEqualTo(64 * 1024);
        assertThat(bytesAmong(4095)).isEqualTo(64 * 1024);
    }

    private static int bytesAmong(int profiles) {
        return ReplicatorConfig.of(1, 2, 3).amongProfiles(profiles).imageBytesInFlight();
    }
}
