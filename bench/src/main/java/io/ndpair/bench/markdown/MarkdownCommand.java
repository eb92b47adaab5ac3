package io.ndpair.bench.markdown;

import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ndpair bench markdown FILE.json...}: the tables of docs/BENCHMARKS.md, on standard output. */
@Command(
        name = "markdown",
        description = "Tables for a page of text, of figures that were measured before.",
        mixinStandardHelpOptions = true)
public final class MarkdownCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE.json")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        // All are read before the first word is said.
        final List<Report> reports = new ArrayList<>();
        for (final Path file : files) {
            reports.addAll(ReportReader.read(file));
        }
        for (final Report report : reports) {
            System.out.print(ReportMarkdown.of(report));
        }
        return 0;
    }
}
