package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import org.junit.jupiter.api.Test;

class KeptPromotionTest {
    private static final RoleEvent MASTER = new RoleEvent(Role.MASTER, RoleReason.COMMAND);
    private static final long NOW_NS = -50;

    private final KeptPromotion kept = new KeptPromotion();

    @Test
    void shouldBeTriedAgainAtItsPaceAndToldOnce() {
        assertThat(kept.due(NOW_NS)).isNull();
        assertThat(kept.keep(MASTER, NOW_NS)).isTrue();
        assertThat(kept.due(NOW_NS + KeptPromotion.RETRY_NS - 1)).isNull();
        assertThat(kept.due(NOW_NS + KeptPromotion.RETRY_NS)).isEqualTo(MASTER);
        assertThat(kept.keep(MASTER, NOW_NS + KeptPromotion.RETRY_NS)).isFalse();
        assertThat(kept.due(NOW_NS + KeptPromotion.RETRY_NS)).isNull();
    }

    @Test
    void shouldBeToldAnewAfterItWasForgotten() {
        kept.keep(MASTER, 0);
        kept.forget();
        assertThat(kept.due(KeptPromotion.RETRY_NS)).isNull();
        assertThat(kept.keep(MASTER, 0)).isTrue();
    }
}
