package io.ndpair.bench.pair;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Requests;
import io.ndpair.bench.child.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A device process of a benchmark; a {@link Worker}, of no use to people. */
@Command(name = PairDeviceCommand.NAME, hidden = true)
public final class PairDeviceCommand implements Callable<Integer> {
    static final String NAME = "pair-device";
    private static final int HEAP_MB = 128;

    /** Queues, maps and what a session has to hand. */
    private static final int HEAP_MB_A_PROFILE = 2;
    /** Most of it the ring in front of the profile's journal. */
    private static final int DIRECT_MB_A_PROFILE = 24;

    private static final Map<String, Long> NOTHING = Map.of();

    @Parameters(arity = "8")
    private List<String> words = new ArrayList<>();

    /** Says something before the end of a request. */
    @FunctionalInterface
    interface Teller {
        /** A line of a word and numbers. */
        void tell(String word, Map<String, Long> numbers);
    }

    /** Starts such a process. */
    public static Worker start(End end, ChildJvm jvm) throws IOException {
        final List<String> line = new ArrayList<>(List.of(NAME));
        line.addAll(end.words());
        final int heapMb = HEAP_MB + end.profiles() * HEAP_MB_A_PROFILE;
        return Worker.start(
                "device " + end.name(),
                jvm,
                heapMb,
                List.of("-XX:MaxDirectMemorySize=" + (HEAP_MB + end.profiles() * DIRECT_MB_A_PROFILE) + "m"),
                line,
                end.directory().resolveSibling(end.name() + ".log"));
    }

    @Override
    public Integer call() throws IOException {
        final Requests requests = new Requests();
        try (PairDevice device = new PairDevice(End.of(words))) {
            requests.serve(request -> carryOut(device, request, requests::tell));
        } catch (final OutOfMemoryError e) {
            // Threads of a device that was begun would keep the process, and whoever waits for its answer.
            throw new IOException(
                    "no memory for a device with " + words.get(words.size() - 1) + " profiles: " + e.getMessage(), e);
        }
        return 0;
    }

    private static Map<String, Long> carryOut(PairDevice device, List<String> request, Teller teller)
            throws IOException {
        switch (request.get(0)) {
            case "promote":
                return Map.of("tookNs", device.promote());
            case "demote":
                device.demote();
                return NOTHING;
            case "fill":
                return Map.of("tookNs", device.fill(number(request, 1)));
            case "blast":
                return Map.of("tookNs", device.blast(number(request, 1), number(request, 2), number(request, 3) == 1));
            case "paced":
                return Map.of("lost", (long) device.paced(
                        number(request, 1), number(request, 2), number(request, 3), Path.of(request.get(4)), teller));
            case "age":
                device.sampleAge(
                        Long.parseLong(request.get(1)),
                        Long.parseLong(request.get(2)),
                        number(request, 3),
                        number(request, 4),
                        number(request, 5) == 1,
                        Path.of(request.get(6)));
                return NOTHING;
            case "batch":
                return device.batch(number(request, 1), number(request, 2) == 1);
            case "flip":
                return device.flip(
                        Long.parseLong(request.get(1)), number(request, 2), Long.parseLong(request.get(3)), teller);
            case "ready":
                device.awaitReady();
                return NOTHING;
            case "peer":
                device.awaitPeer();
                return NOTHING;
            case "tls":
                return Map.of("sessions", device.tlsSessions());
            case "status":
                return device.status();
            default:
                throw new IllegalArgumentException("no request is called " + request.get(0));
        }
    }

    private static int number(List<String> request, int index) {
        return Integer.parseInt(request.get(index));
    }
}
