package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinksTest {
    @Test
    void shouldFindAFreeIdWhateverAPeerHasUsed() {
        Links links = new Links();
        assertThat(links.freeId()).isEqualTo(1);
        links.define(1, "eth0");
        links.define(7, "eth1");
        assertThat(links.freeId()).isEqualTo(8);
        links.define(Integer.MAX_VALUE, "eth2");
        assertThat(links.freeId()).isEqualTo(2);
    }
}
