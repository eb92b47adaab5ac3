package io.ndpair.store.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.RecordOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes as a queue file: every step goes forward, every record lies inside the file, the walk ends, and goes the same way from any place
 * that it has told.
 */
class ExcerptFuzzTest {
    @TempDir
    static Path directory;

    private final RecordCheck check = new RecordCheck();

    @FuzzTest(maxDuration = "10m")
    void shouldWalkForwardAndEnd(byte[] bytes) throws IOException {
        Path file = directory.resolve("excerpts");
        Files.write(file, bytes);
        try (ExcerptReader reader = new ExcerptReader(file)) {
            List<Long> places = new ArrayList<>();
            List<Integer> lengths = new ArrayList<>();
            int end = walk(reader, bytes, places, lengths);
            if (!places.isEmpty()) {
                int middle = places.size() / 2;
                reader.moveTo(places.get(middle));
                List<Long> again = new ArrayList<>();
                assertThat(walk(reader, bytes, again, new ArrayList<>())).isEqualTo(end);
                assertThat(again).isEqualTo(places.subList(middle, places.size()));
            }
        }
    }

    private int walk(ExcerptReader reader, byte[] bytes, List<Long> places, List<Integer> lengths) throws IOException {
        int length = reader.next();
        long before = -1;
        while (length > 0) {
            assertThat(length).isBetween(1, RecordLayout.MAX_RECORD_BYTES);
            assertThat(reader.place()).isGreaterThan(before);
            assertThat(reader.place() + Integer.BYTES + length).isLessThanOrEqualTo(bytes.length);
            assertThat(reader.buffer().getByte(reader.offset())).isEqualTo(bytes[(int) reader.place() + Integer.BYTES]);
            assertThat(check.check(reader.buffer(), reader.offset(), length))
                    .isLessThanOrEqualTo(RecordOutcome.APPLIED);
            before = reader.place();
            places.add(before);
            lengths.add(length);
            assertThat(places.size()).isLessThanOrEqualTo(bytes.length);
            length = reader.next();
        }
        assertThat(length).isIn(JournalReader.END, JournalReader.BROKEN);
        return length;
    }
}
