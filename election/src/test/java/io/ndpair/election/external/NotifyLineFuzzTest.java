package io.ndpair.election.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.election.role.Role;
import java.nio.charset.StandardCharsets;

/** Any line of the FIFO of an elector outside: passed over, or read so that the same line can be written from it. */
class NotifyLineFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void shouldPassOverOrReadBack(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        NotifyLine.parse(line).ifPresent(read -> {
            assertThat(read.name()).hasSizeBetween(1, NotifyLine.MAX_NAME_CHARS).doesNotContain("\"", "\n");
            String state =
                    read.role() == Role.INITIALIZE ? "FAULT" : read.role().name();
            String written = (read.isGroup() ? "GROUP" : "INSTANCE") + " \"" + read.name() + "\" " + state + " 0";
            assertThat(NotifyLine.parse(written)).contains(read);
            assertThat(line).startsWith(written.substring(0, written.lastIndexOf('"') + 1));
        });
    }
}
