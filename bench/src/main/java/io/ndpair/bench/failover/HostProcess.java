package io.ndpair.bench.failover;

import io.ndpair.bench.host.Tool;
import io.ndpair.store.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of this program, perhaps in a host of the network: told what to do by lines, telling what happened by lines. It ends when its
 * standard input does, and so not later than this process. Confined to one thread.
 */
final class HostProcess implements AutoCloseable {
    private static final int TAIL_CHARS = 2_000;
    private static final long END_S = 20;

    private final String name;
    private final Process process;
    private final BufferedReader lines;
    private final Path log;

    /**
     * Starts one.
     *
     * @param where the words before the java; empty: here
     * @param jvm flags of the JVM besides those that this process has
     * @param words the command and what follows it
     */
    HostProcess(String name, List<String> where, List<String> jvm, List<String> words, Path directory)
            throws IOException {
        this.name = name;
        final List<String> all = new ArrayList<>(where);
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A jar has them in its manifest, which a class path does not read.
        all.addAll(JvmFlags.required());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-agentlib") && !flag.startsWith("-javaagent") && !flag.startsWith("-Xm")) {
                all.add(flag);
            }
        }
        all.addAll(jvm);
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.ndpair.bench.Main"));
        all.addAll(words);
        log = directory.resolve(name + ".log");
        process = Tool.start(new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())));
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** In such a process that reads no commands: it ends when nobody holds the other end of its input any more. */
    static void endWithParent() {
        final Thread watcher = new Thread(HostProcess::exitAtEndOfInput, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void exitAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // What is said does not matter.
            }
        } catch (final IOException ignored) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(0);
    }

    void tell(String line) throws IOException {
        final OutputStream out = process.getOutputStream();
        out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * The next line that it says; null while there is none.
     *
     * @throws IOException when it has ended.
     */
    String poll() throws IOException {
        if (lines.ready()) {
            return lines.readLine();
        }
        if (!process.isAlive() && !lines.ready()) {
            throw new IOException(name + " has ended with status " + process.exitValue() + ": " + tail());
        }
        return null;
    }

    /** Waits for a line that begins so; those before it are dropped. */
    String await(String start, long seconds) throws IOException {
        final String[] found = new String[1];
        Tool.await(name + " to say " + start, seconds, () -> {
            for (String line = poll(); line != null; line = poll()) {
                if (line.startsWith(start)) {
                    found[0] = line;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    private String tail() throws IOException {
        final String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        return text.substring(Math.max(0, text.length() - TAIL_CHARS)).strip();
    }

    /** SIGKILL; returns at once. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        Tool.awaitEnd(process, END_S);
        lines.close();
    }
}
