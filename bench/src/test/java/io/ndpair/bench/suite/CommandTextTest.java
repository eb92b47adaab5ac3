package io.ndpair.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTextTest {
    @Test
    void shouldLeaveOutWhereTheReportWent() {
        assertThat(CommandText.of(
                        "ndpair bench",
                        List.of(
                                "store",
                                "--json",
                                "/tmp/o.json",
                                "--runs",
                                "5",
                                "--html=o.html",
                                "--only",
                                "lookup,peers")))
                .isEqualTo("ndpair bench store --runs 5 --only lookup,peers");
    }

    @Test
    void shouldQuoteWhatAShellWouldTakeApart() {
        assertThat(CommandText.of("ndpair bench", List.of("store", "--directory", "a b's", "--json")))
                .isEqualTo("ndpair bench store --directory 'a b'\\''s'");
    }
}
