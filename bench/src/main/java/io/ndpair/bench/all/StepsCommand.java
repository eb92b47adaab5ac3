package io.ndpair.bench.all;

import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportReader;
import io.ndpair.bench.suite.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ndpair bench all}, and what else is made of other benchmarks. Exit status: that of the worst of them. */
@Command(sortOptions = false, mixinStandardHelpOptions = true)
public final class StepsCommand implements Callable<Integer> {
    private final Supplier<CommandLine> root;
    private final List<Step> steps;

    @Option(names = "--neighbors", paramLabel = "N", description = "as each benchmark takes it (default: its own)")
    private Integer neighbors;

    @Option(names = "--runs", paramLabel = "R", description = "runs of each figure (default: its own)")
    private Integer runs;

    @Option(names = "--quick", description = "check that everything works and is right; no figure is worth anything")
    private boolean quick;

    @Mixin
    private ReportFiles files = new ReportFiles();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "where files are written for a while; its file system is measured (default: here)")
    private Path directory = Path.of("");

    private StepsCommand(Supplier<CommandLine> root, List<Step> steps) {
        this.root = root;
        this.steps = List.copyOf(steps);
    }

    /** A command of this name that runs these, each by a command line of its own. */
    public static CommandLine of(String name, String description, Supplier<CommandLine> root, Step... steps) {
        final CommandLine line = new CommandLine(new StepsCommand(root, List.of(steps)));
        line.getCommandSpec().name(name).usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() throws IOException {
        files.check();
        final Path work = Files.createTempDirectory(directory.toAbsolutePath(), ".ndpair-bench-all-");
        try {
            int worst = 0;
            final List<Report> reports = new ArrayList<>();
            final List<Step> chosen = steps.stream()
                    .filter(step -> neighbors == null || step.isUpTo(neighbors))
                    .toList();
            for (int i = 0; i < chosen.size(); i++) {
                final Path json = work.resolve(i + "-" + chosen.get(i).name() + ".json");
                final List<String> line =
                        chosen.get(i).line(neighbors, runs, quick, json.toString(), directory.toString());
                final int status = root.get().execute(line.toArray(new String[0]));
                worst = Math.max(worst, status);
                if (Files.exists(json) && Files.size(json) > 0) {
                    reports.addAll(ReportReader.read(json));
                }
                keep(json);
            }
            if (!reports.isEmpty()) {
                files.write(reports);
            }
            return worst;
        } finally {
            IoUtil.delete(work.toFile(), true);
        }
    }

    /** Raw histograms go where those of this command belong. */
    private void keep(Path json) throws IOException {
        final Path made = Path.of(json.toString().replaceFirst("\\.json$", ".hlog"));
        final Path kept = files.histograms();
        if (kept != null && Files.isDirectory(made)) {
            try (Stream<Path> histograms = Files.list(made)) {
                for (final Path histogram : histograms.toList()) {
                    Files.move(histogram, kept.resolve(histogram.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
