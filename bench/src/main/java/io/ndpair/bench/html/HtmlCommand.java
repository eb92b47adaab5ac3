package io.ndpair.bench.html;

import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ndpair bench html FILE.json... --out FILE.html}. */
@Command(
        name = "html",
        description = "A report for a browser, of figures that were measured before.",
        mixinStandardHelpOptions = true)
public final class HtmlCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE.json")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "FILE.html", description = "where to")
    private Path out;

    @Override
    public Integer call() throws IOException {
        final List<Report> reports = new ArrayList<>();
        for (final Path file : files) {
            reports.addAll(ReportReader.read(file));
        }
        Files.writeString(out, ReportPage.of(reports), StandardCharsets.UTF_8);
        return 0;
    }
}
