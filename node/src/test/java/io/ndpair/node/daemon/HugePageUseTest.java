package io.ndpair.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel says about huge pages, and how a display says it. */
class HugePageUseTest {
    @Test
    void shouldReadTheKernelsFigure() {
        assertThat(HugePageUse.bytes(List.of(
                        "Rss:              111968 kB", "AnonHugePages:     65536 kB", "ShmemPmdMapped:        0 kB")))
                .isEqualTo(64L << 20);
        assertThat(HugePageUse.bytes(List.of("Rss: 1 kB"))).isEqualTo(-1);
        assertThat(HugePageUse.bytes(List.of("AnonHugePages: many kB"))).isEqualTo(-1);
    }

    @Test
    void shouldSayWhichPagesAndWhy() {
        assertThat(HugePageUse.text("", 120L << 20, "madvise"))
                .isEqualTo("huge pages advised, this process has 120 MiB of them");
        assertThat(HugePageUse.text("", -1, "never")).isEqualTo("huge pages advised");
        assertThat(HugePageUse.text("", 0, "never"))
                .isEqualTo("plain pages: huge pages were advised and the system gave none, its"
                        + " transparent_hugepage/enabled is never");
        assertThat(HugePageUse.text("", 0, ""))
                .isEqualTo("plain pages: huge pages were advised and the system gave none");
        assertThat(HugePageUse.text("the kernel refused, errno 22", 0, "never"))
                .isEqualTo("plain pages: the kernel refused, errno 22");
    }

    @Test
    void shouldReadTheSystemsSetting() {
        assertThat(HugePageUse.chosen("always madvise [never]\n")).isEqualTo("never");
        assertThat(HugePageUse.chosen("[always] madvise never")).isEqualTo("always");
        assertThat(HugePageUse.chosen("always ]madvise[ never")).isEmpty();
        assertThat(HugePageUse.chosen("")).isEmpty();
    }
}
