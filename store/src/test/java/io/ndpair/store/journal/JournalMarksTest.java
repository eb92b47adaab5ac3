package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalMarksTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("reached");
    }

    @Test
    void shouldKnowNothingAtFirst() throws IOException {
        try (JournalMarks marks = new JournalMarks(file())) {
            assertThat(marks.foundJournaled()).isEqualTo(JournalMarks.Mark.NONE);
            assertThat(marks.foundSynced()).isEqualTo(JournalMarks.Mark.NONE);
        }
    }

    @Test
    void shouldRememberBothMarksApart() throws IOException {
        for (int life = 1; life <= 5; life++) {
            try (JournalMarks marks = new JournalMarks(file())) {
                marks.journaled(life, 100, 1);
                marks.journaled(life, 200, 2);
                marks.synced(life, 100, 1);
            }
            try (JournalMarks marks = new JournalMarks(file())) {
                assertThat(marks.foundJournaled()).isEqualTo(new JournalMarks.Mark(life, 200, 2));
                assertThat(marks.foundSynced()).isEqualTo(new JournalMarks.Mark(life, 100, 1));
            }
        }
    }

    @Test
    void shouldFallBackToTheMarkBeforeOneThatIsTorn() throws IOException {
        try (JournalMarks marks = new JournalMarks(file())) {
            marks.journaled(1, 100, 1);
            marks.journaled(1, 200, 2);
        }
        byte[] bytes = Files.readAllBytes(file());
        int torn = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x40;
            Files.write(file(), damaged);
            try (JournalMarks marks = new JournalMarks(file())) {
                JournalMarks.Mark found = marks.foundJournaled();
                assertThat(found).isIn(new JournalMarks.Mark(1, 100, 1), new JournalMarks.Mark(1, 200, 2));
                torn += found.sequence() == 1 ? 1 : 0;
            }
        }
        assertThat(torn).as("every byte of the newest slot counts").isEqualTo(36);
    }
}
