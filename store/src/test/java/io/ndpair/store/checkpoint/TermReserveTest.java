package io.ndpair.store.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TermReserveTest {
    @TempDir
    Path directory;

    private TermReserve open(long seen) throws IOException {
        return TermReserve.open(directory.resolve("terms"), seen, !Files.exists(directory.resolve("terms")));
    }

    @Test
    void shouldNeverGiveATermTwiceWhateverIsForgotten() throws IOException {
        long last = 0;
        for (int life = 0; life < 20; life++) {
            try (TermReserve terms = open(0)) {
                for (int i = 0; i < life * 10; i++) {
                    long term = terms.next(i % 5 == 0 ? last + 3 : 0);
                    assertThat(term).isGreaterThan(last);
                    last = term;
                    if (i % 7 == 0) {
                        terms.extendAhead(last);
                    }
                }
            }
        }
    }

    @Test
    void shouldWaitForTheDiskOnlyWhenTheReserveIsUsedUp() throws IOException {
        try (TermReserve terms = open(0)) {
            for (int i = 0; i < 1_000; i++) {
                long term = terms.next(0);
                terms.extendAhead(term);
            }
            assertThat(terms.inlineExtensions()).isZero();
            terms.next(1_000_000);
            assertThat(terms.inlineExtensions()).isEqualTo(1);
        }
    }

    @Test
    void shouldSurviveATornSlotAndALostFile() throws IOException {
        long term;
        try (TermReserve terms = open(0)) {
            term = terms.next(500);
        }
        for (int slot = 0; slot < 2; slot++) {
            Path copy = directory.resolve("copy" + slot);
            Files.copy(directory.resolve("terms"), copy);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(10), slot * 4096L + 5);
            }
            // A torn slot is the one being written, whose terms nobody had been given yet.
            try (TermReserve terms = TermReserve.open(copy, slot == 0 ? 0 : term, false)) {
                assertThat(terms.next(0)).isPositive();
            }
        }
        Files.delete(directory.resolve("terms"));
        try (TermReserve terms = TermReserve.open(directory.resolve("terms"), term, false)) {
            assertThat(terms.next(term)).isGreaterThan(term + 1_000);
        }
    }
}
