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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code ndpair bench all}, and what else is made of other benchmarks. Exit status: that of the worst of them. */
@Command(sortOptions = false, mixinStandardHelpOptions = true)
public final class StepsCommand implements Callable<Integer> {
    private final Supplier<CommandLine> root;
    private final List<Step> steps;
    private List<String> only;

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
        final StepsCommand command = new StepsCommand(root, List.of(steps));
        final CommandLine line = new CommandLine(command);
        line.getCommandSpec().name(name).usageMessage().description(description);
        command.offerSections(line.getCommandSpec());
        return line;
    }

    private void offerSections(CommandSpec spec) {
        only = steps.stream().map(Step::section).distinct().toList();
        if (only.size() > 1) {
            spec.addOption(OptionSpec.builder("--only")
                    .paramLabel("SECTION")
                    .splitRegex(",")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .completionCandidates(only)
                    .description("of " + String.join(", ", only) + " (default: all)")
                    .setter(new Chosen(spec, only))
                    .build());
        }
    }

    /** Takes the sections that are there and explains itself about others. */
    private final class Chosen implements ISetter {
        private final CommandSpec spec;
        private final List<String> known;

        Chosen(CommandSpec spec, List<String> known) {
            this.spec = spec;
            this.known = known;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T set(T value) {
            // Null comes before each line that is parsed: what the line before has chosen is not for this one.
            final List<String> chosen = value == null ? known : (List<String>) value;
            chosen.stream()
                    .filter(section -> !known.contains(section))
                    .findFirst()
                    .ifPresent(section -> {
                        throw new ParameterException(
                                spec.commandLine(),
                                "--only has " + section + ", expected of " + String.join(", ", known));
                    });
            only = List.copyOf(chosen);
            return null;
        }
    }

    @Override
    public Integer call() throws IOException {
        files.check();
        final Path work = Files.createTempDirectory(directory.toAbsolutePath(), ".ndpair-bench-all-");
        try {
            int worst = 0;
            final List<Report> reports = new ArrayList<>();
            final List<Step> chosen = steps.stream()
                    .filter(step -> only.contains(step.section()))
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
