package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master cannot tell the start of an epoch into which it came itself by a batch backup: its own journal does not hold it. */
class UntoldEpochTest {

    @TempDir
    Path directory;

    @Test
    void shouldSendTheTableToWhoStandsBeforeAnEpochThatTheMasterWasToldByABatchBackup() throws Exception {
        try (TestPair pair = new TestPair(directory, 7).connect()) {
            pair.links.cut();
            pair.a.becomeMaster();
            pair.b.becomeMaster();
            pair.cycles(20);
            copy(directory.resolve("device-1"), directory.resolve("old/device-1"));
            // a begins another epoch for b, whose own it has never seen; both stand before the first mutation.
            pair.b.becomeBackup();
            pair.links.heal();
            pair.awaitRealTime();
            for (int i = 0; i < 100; i++) {
                pair.a.put(i, i);
            }
            pair.awaitRealTime();
            pair.links.cut();
            pair.a.close();
            pair.b.becomeMaster();
            pair.cycleOf(pair.b, 20);
            // What a has left on its disk is of its first epoch, before any mutation: a point of b's history.
            TestDevice old = pair.replaceA(directory.resolve("old"));
            old.becomeBackup();
            pair.links.heal();
            pair.awaitRealTime();
            pair.assertAlike();
            assertThat(old.refusals).isEmpty();
            assertThat(old.store.size()).isEqualTo(100);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }
}
