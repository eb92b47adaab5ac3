package io.ndpair.bench.suite;

import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportJson;
import io.ndpair.bench.html.ReportPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a benchmark's report goes besides the terminal. */
public final class ReportFiles {
    @Option(names = "--json", paramLabel = "FILE", description = "write the figures into a file")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "write a report for a browser: one file, no network")
    private Path html;

    /**
     * Fails at once where a file cannot be written: minutes later would be a bad time to find out. What is in a file stays there until
     * there are new figures, and where there was none there is none.
     */
    public void check() throws IOException {
        check(json);
        check(html);
    }

    private static void check(Path file) throws IOException {
        if (file != null) {
            final boolean isNew = Files.notExists(file);
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
            if (isNew) {
                Files.delete(file);
            }
        }
    }

    /** Writes what is wanted. */
    public void write(List<Report> reports) throws IOException {
        if (json != null) {
            Files.writeString(json, ReportJson.of(reports), StandardCharsets.UTF_8);
        }
        if (html != null) {
            Files.writeString(html, ReportPage.of(reports), StandardCharsets.UTF_8);
        }
    }

    /** Where raw histograms are kept: beside the figures; null where those are not kept. */
    public Path histograms() throws IOException {
        if (json == null) {
            return null;
        }
        final String name = json.getFileName().toString().replaceFirst("\\.json$", "");
        return Files.createDirectories(json.toAbsolutePath().resolveSibling(name + ".hlog"));
    }
}
