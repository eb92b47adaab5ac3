package io.ndpair.bench.replication;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.peer.AeronPing;
import io.ndpair.bench.suite.HistogramFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One end of a bare Aeron ping; a {@link Worker}, of no use to people. */
@Command(name = PingCommand.NAME, hidden = true)
public final class PingCommand implements Callable<Integer> {
    static final String NAME = "aeron-ping";
    static final String YIELD = "yield";
    static final String DEVICE = "device";

    private static final int HEAP_MB = 64;
    private static final String END = "";

    @Parameters(arity = "6", description = "asks or answers, driver's directory, own or other, hears, says, idling")
    private List<String> words = new ArrayList<>();

    /** Starts such a process. */
    static Worker start(ChildJvm jvm, Path log, List<String> words) throws IOException {
        final List<String> line = new ArrayList<>(List.of(NAME));
        line.addAll(words);
        return Worker.start("aeron-ping " + words.get(0), jvm, HEAP_MB, line, log);
    }

    @Override
    public Integer call() throws IOException {
        final PrintStream answers = System.out;
        System.setOut(System.err);
        final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        final Thread reader = new Thread(() -> read(requests), "requests");
        reader.setDaemon(true);
        reader.start();
        final boolean asks = words.get(0).equals("asks");
        try (AeronPing end = new AeronPing(
                Path.of(words.get(1)), words.get(2).equals("own"), words.get(3), words.get(4), idling(words.get(5)))) {
            say(answers, Worker.OK);
            String request = requests.poll();
            while (request == null || !request.equals(END)) {
                if (request != null) {
                    carryOut(end, List.of(request.split(" ", -1)), answers);
                } else if (asks) {
                    end.rest();
                } else {
                    end.answer();
                }
                request = requests.poll();
            }
        }
        return 0;
    }

    /** As a device's replication thread idles, or never asleep. */
    private static IdleStrategy idling(String how) {
        return how.equals(YIELD) ? new YieldingIdleStrategy() : new BackoffIdleStrategy(5, 5, 10_000, 50_000);
    }

    private static void read(BlockingQueue<String> requests) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                requests.add(line);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            requests.add(END);
        }
    }

    private static void carryOut(AeronPing end, List<String> request, PrintStream answers) throws IOException {
        switch (request.get(0)) {
            case "connect":
                say(answers, end.awaitConnection() ? Worker.OK : Worker.ERROR + " not connected");
                break;
            case "paced":
                final long lost = end.paced(Integer.parseInt(request.get(1)), Integer.parseInt(request.get(2)));
                HistogramFile.write(Path.of(request.get(3)), "ack", end.answered());
                say(answers, Worker.OK + " lost=" + lost);
                break;
            case "blast":
                say(
                        answers,
                        Worker.OK + " tookNs="
                                + end.blast(Integer.parseInt(request.get(1)), Integer.parseInt(request.get(2))));
                break;
            case "oneway":
                HistogramFile.write(Path.of(request.get(1)), "oneway", end.takeOneWay());
                say(answers, Worker.OK);
                break;
            default:
                say(answers, Worker.ERROR + " no request is called " + request.get(0));
                break;
        }
    }

    private static void say(PrintStream answers, String line) {
        answers.println(line);
        answers.flush();
    }
}
