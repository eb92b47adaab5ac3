package io.ndpair.bench.child;

import io.ndpair.store.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Starts measuring processes: the same java, flags and class path as this one, a heap of the size that the measurement needs, touched
 * before anything is measured, and large allocations on huge pages as the launcher asks for. Confined to one thread.
 */
public final class ChildJvm {
    private static final String TUNABLES = "GLIBC_TUNABLES";
    private static final String HUGE_PAGES = "glibc.malloc.hugetlb=1";
    private static final int TAIL_LINES = 15;
    /** Ctrl-C goes to all processes of a terminal; it is this one that tells the others what follows from it. */
    private static final List<String> DEAF_TO_INTERRUPTS = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private final String main;
    private final List<Process> running = new ArrayList<>();
    private final List<Runnable> farewells = new ArrayList<>();

    /** Processes with this main class, which knows {@link ChildCommand}. */
    public ChildJvm(String main) {
        this.main = main;
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "children-killer"));
    }

    /**
     * Runs a task to its end.
     *
     * @param heapMb size of the heap
     * @param flags of the JVM, besides those that this process has
     * @throws IOException if it cannot be started, ends in an error or says something that it should not
     */
    public void run(Task task, int heapMb, List<String> flags, Samples samples) throws IOException {
        final Path errors = Files.createTempFile("ndpair-bench-", ".log");
        try {
            final Process process = launch(command(task, heapMb, flags), errors);
            final List<String> strange = new ArrayList<>();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!SampleLines.take(line, samples)) {
                        strange.add(line);
                    }
                }
            }
            final int status = awaitEnd(process);
            if (status != 0 || !strange.isEmpty()) {
                throw new IOException("measuring " + task.measurement() + " with " + task.neighbors()
                        + " neighbors ended with status " + status + ": " + String.join(" | ", strange) + ' '
                        + tail(errors));
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private List<String> command(Task task, int heapMb, List<String> flags) {
        final List<String> command = new ArrayList<>(java(heapMb, flags));
        command.add(ChildCommand.NAME);
        command.addAll(task.arguments());
        return command;
    }

    /** The command line up to the words that {@link ChildCommand}'s program is started with. */
    List<String> java(int heapMb, List<String> flags) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        final Set<String> all = new LinkedHashSet<>(JvmFlags.required());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-agentlib") && !flag.startsWith("-javaagent") && !flag.startsWith("-Xm")) {
                all.add(flag);
            }
        }
        all.addAll(flags);
        command.addAll(all);
        if (all.stream().noneMatch(flag -> flag.matches("-XX:\\+Use.*GC"))) {
            command.add("-XX:+UseSerialGC");
        }
        command.add("-Xms" + heapMb + "m");
        command.add("-Xmx" + heapMb + "m");
        command.add("-XX:+AlwaysPreTouch");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        return command;
    }

    /** Starts a process that answers on its standard output and is killed when this one ends. */
    Process launch(List<String> command, Path errors) throws IOException {
        final List<String> line = new ArrayList<>(DEAF_TO_INTERRUPTS);
        line.addAll(command);
        final ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment()
                .merge(TUNABLES, HUGE_PAGES, (given, ours) -> given.contains(ours) ? given : given + ':' + ours);
        final Process process = builder.start();
        start(process);
        return process;
    }

    private synchronized void start(Process process) {
        running.removeIf(ended -> !ended.isAlive());
        running.add(process);
    }

    /** When this process is told to end, this is still done while the others live. */
    public synchronized void beforeEnd(Runnable farewell) {
        farewells.add(farewell);
    }

    private void end() {
        final List<Runnable> last;
        synchronized (this) {
            last = List.copyOf(farewells);
        }
        last.forEach(Runnable::run);
        kill();
    }

    /** When this process is told to end, those that measure must not go on without it. */
    private synchronized void kill() {
        running.forEach(Process::destroyForcibly);
    }

    private static int awaitEnd(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a measurement ran", e);
        }
    }

    private static String tail(Path log) throws IOException {
        final List<String> lines = Files.readAllLines(log);
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
