package io.ndpair.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportFilesTest {
    @TempDir
    private Path directory;

    private static ReportFiles files(Path json) {
        return CommandLine.populateCommand(new ReportFiles(), "--json", json.toString());
    }

    @Test
    void shouldKeepFormerFiguresUntilThereAreNewOnes() throws IOException {
        final Path json = Files.writeString(directory.resolve("figures.json"), "former");

        files(json).check();

        assertThat(json).hasContent("former");
    }

    @Test
    void shouldLeaveNoEmptyFile() throws IOException {
        final Path json = directory.resolve("figures.json");

        files(json).check();

        assertThat(json).doesNotExist();
    }

    @Test
    void shouldRefuseWhatCannotBeWritten() {
        final ReportFiles files = files(directory.resolve("missing/figures.json"));

        assertThatThrownBy(files::check).isInstanceOf(IOException.class).hasMessageContaining("missing");
    }
}
