package io.ndpair.bench.child;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that lives through several steps of a measurement and is told what to do by a line on its standard input; it answers each with a
 * line {@code ok name=number ...}, or {@code error text}. Confined to one thread.
 */
public final class Worker implements AutoCloseable {
    /** First word of the last answer to a request. */
    public static final String OK = "ok";
    /** First word of an answer that says why not. */
    public static final String ERROR = "error";

    private static final String ENDED = "ended";
    private static final int TAIL_LINES = 15;
    private static final long END_S = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedWriter requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Worker(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        final Thread reader = new Thread(this::read, "answers of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts this program once more, with these words; what it says that is no answer goes into the log. */
    public static Worker start(String name, ChildJvm jvm, int heapMb, List<String> words, Path log) throws IOException {
        return start(name, jvm, heapMb, List.of(), words, log);
    }

    /** The same with flags of the JVM. */
    public static Worker start(String name, ChildJvm jvm, int heapMb, List<String> flags, List<String> words, Path log)
            throws IOException {
        final List<String> command = new ArrayList<>(jvm.java(heapMb, flags));
        command.addAll(words);
        return new Worker(name, jvm.launch(command, log), log);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (final IOException e) {
            answers.add(ERROR + ' ' + e);
        }
        answers.add(ENDED);
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Tells it to do something. */
    public void send(String request) throws IOException {
        try {
            requests.write(request);
            requests.newLine();
            requests.flush();
        } catch (final IOException e) {
            throw new IOException(name + " takes no requests: " + tail(), e);
        }
    }

    /** Tells it to do something and waits for the end of that. */
    public Map<String, Long> ask(String request, long timeoutS) throws IOException {
        send(request);
        return await(OK, timeoutS);
    }

    /**
     * Waits for an answer that begins with a word.
     *
     * @return the numbers in it, by name
     * @throws IOException if it answers something else, nothing in time, or ends
     */
    public Map<String, Long> await(String word, long timeoutS) throws IOException {
        final String answer;
        try {
            answer = answers.poll(timeoutS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        }
        if (answer == null) {
            throw new IOException(name + " did not answer within " + timeoutS + " s: " + tail());
        }
        if (!answer.equals(word) && !answer.startsWith(word + ' ')) {
            throw new IOException(name + " answered '" + answer + "', expected " + word + ": " + tail());
        }
        return numbers(answer);
    }

    static Map<String, Long> numbers(String answer) {
        final Map<String, Long> numbers = new LinkedHashMap<>();
        for (final String word : answer.split(" ", -1)) {
            final int equals = word.indexOf('=');
            if (equals > 0) {
                numbers.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
            }
        }
        return numbers;
    }

    private String tail() throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        final List<String> lines = Files.readAllLines(log);
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /** Ends it at once. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(END_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Closes its standard input, which tells it to end, and kills it if it does not. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (final IOException e) {
            // It has ended already.
            process.destroyForcibly();
        }
        if (!awaitEnd()) {
            kill();
        }
    }
}
