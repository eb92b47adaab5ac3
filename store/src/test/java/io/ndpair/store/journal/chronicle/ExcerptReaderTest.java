package io.ndpair.store.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our plain reader against the library that writes the file. */
class ExcerptReaderTest {
    @TempDir
    Path directory;

    private ChronicleJournals journals;
    private final List<byte[]> written = new ArrayList<>();
    private final List<Long> places = new ArrayList<>();

    @BeforeEach
    void journals() {
        journals = new ChronicleJournals(directory);
    }

    private void write(ChronicleJournal journal, int records, Random random) throws IOException {
        for (int i = 0; i < records; i++) {
            // Every length once in a while, odd ones above all: excerpts are aligned to four bytes.
            byte[] bytes = new byte[1 + random.nextInt(i % 50 == 0 ? RecordLayout.MAX_RECORD_BYTES : 700)];
            random.nextBytes(bytes);
            places.add(journal.append(new UnsafeBuffer(bytes), 0, bytes.length));
            written.add(bytes);
        }
    }

    @Test
    void shouldReadWhatATailerReads() throws IOException {
        Random random = new Random(5);
        try (ChronicleJournal journal = (ChronicleJournal) journals.create(3)) {
            write(journal, 20_000, random);
        }
        try (ChronicleQueue queue = ChronicleSettings.builder(
                                directory.resolve("journal-3").toFile())
                        .readOnly(true)
                        .build();
                ExcerptTailer tailer = queue.createTailer();
                JournalReader reader = journals.reader(3)) {
            for (int i = 0; i < written.size(); i++) {
                int length = reader.next();
                assertThat(length).isEqualTo(written.get(i).length);
                assertThat(reader.place()).isEqualTo(places.get(i));
                assertSame(reader, i);
                try (DocumentContext context = tailer.readingDocument()) {
                    byte[] bytes = new byte[(int) context.wire().bytes().readRemaining()];
                    context.wire().bytes().read(bytes);
                    assertThat(Arrays.equals(bytes, written.get(i))).isTrue();
                }
            }
            assertThat(reader.next()).isEqualTo(JournalReader.END);
            try (DocumentContext context = tailer.readingDocument()) {
                assertThat(context.isPresent()).isFalse();
            }
        }
        assertThat(journals.generations()).containsExactly(3);
    }

    private void assertSame(JournalReader reader, int i) {
        byte[] bytes = new byte[written.get(i).length];
        reader.buffer().getBytes(reader.offset(), bytes);
        assertThat(Arrays.equals(bytes, written.get(i))).as("record %d", i).isTrue();
    }

    @Test
    void shouldFollowAFileThatIsBeingWritten() throws IOException {
        Random random = new Random(6);
        try (ChronicleJournal journal = (ChronicleJournal) journals.create(1);
                JournalReader reader = journals.reader(1)) {
            assertThat(reader.next()).isEqualTo(JournalReader.END);
            int read = 0;
            for (int round = 0; round < 500; round++) {
                write(journal, random.nextInt(10), random);
                while (reader.next() > 0) {
                    assertSame(reader, read++);
                }
                assertThat(read).isEqualTo(written.size());
            }
            reader.moveTo(places.get(100));
            assertThat(reader.next()).isPositive();
            assertSame(reader, 100);
        }
    }

    @Test
    void shouldEndWhereTheFileEndsOrIsTorn() throws IOException {
        Random random = new Random(7);
        try (ChronicleJournal journal = (ChronicleJournal) journals.create(1)) {
            write(journal, 1_000, random);
        }
        Path file = ChronicleJournal.onlyFile(directory.resolve("journal-1"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(places.get(900) + 3);
            assertThat(count()).isEqualTo(900);
            channel.truncate(places.get(800) + 4 + written.get(800).length - 1);
            assertThat(count()).isEqualTo(800);
            // A record that was begun and never completed.
            int header = 0x8000_0000 | written.get(700).length;
            ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(bytes.putInt(0, header), places.get(700));
            assertThat(count()).isEqualTo(700);
            // A length that cannot be.
            channel.write(bytes.clear().putInt(0, 0x3FFF_FFFF), places.get(600));
            assertThat(count()).isEqualTo(-600);
        }
    }

    private int count() throws IOException {
        try (JournalReader reader = journals.reader(1)) {
            int count = 0;
            int length;
            while ((length = reader.next()) > 0) {
                count++;
            }
            return length == JournalReader.BROKEN ? -count : count;
        }
    }
}
