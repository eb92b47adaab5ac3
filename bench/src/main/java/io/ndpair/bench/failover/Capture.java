package io.ndpair.bench.failover;

import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the users' host sees, with the kernel's stamps: advertisements, neighbor discovery and what is forwarded to it. One thread. */
final class Capture implements AutoCloseable {
    private static final long START_S = 10;
    private static final int SNAP_BYTES = 128;

    private final Process tcpdump;
    private final Path file;
    private CaptureFile reader;
    private final List<Frame> frames = new ArrayList<>();

    Capture(Network network, Path directory) throws IOException {
        file = Files.createTempFile(directory, "wire", ".pcap");
        final Path log = Path.of(file + ".log");
        final List<String> words = new ArrayList<>(network.in("us"));
        words.addAll(Tool.words("tcpdump -i eth0 -n -U --immediate-mode -B 16384 -s " + SNAP_BYTES + " -w " + file));
        words.add("ip6 proto 112 or icmp6 or ( udp and dst port " + Users.PORT + " )");
        tcpdump = Tool.start(new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()));
        try {
            Tool.await("tcpdump to listen", START_S, () -> Files.readString(log).contains("listening on"));
            reader = new CaptureFile(file);
        } catch (final IOException e) {
            close();
            throw e;
        }
    }

    /** Milliseconds of the wall clock, as frames are stamped. */
    static double nowMs() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    /** Everything since {@link #forget}. */
    List<Frame> frames() throws IOException {
        frames.addAll(reader.poll());
        return frames;
    }

    /** What was seen so far is of no interest any more. */
    void forget() throws IOException {
        frames();
        frames.clear();
    }

    /** When such a frame was seen last; negative when none was since {@link #forget}. */
    double lastMs(Predicate<Frame> wanted) throws IOException {
        return frames().stream()
                .filter(wanted)
                .mapToDouble(Frame::atMs)
                .reduce((before, after) -> after)
                .orElse(-1);
    }

    /** What was seen of a router, or of all where none is named: for people. */
    String count(String mac) throws IOException {
        final List<Frame> theirs = frames().stream()
                .filter(frame -> mac.isEmpty() || frame.isFrom(mac))
                .toList();
        return theirs.stream().filter(Frame::isAdvert).count() + " advertisements, "
                + theirs.stream().filter(Frame::isUdp).count() + " packets, " + theirs.size() + " frames";
    }

    @Override
    public void close() throws IOException {
        tcpdump.destroyForcibly();
        if (reader != null) {
            reader.close();
        }
        Files.deleteIfExists(file);
    }
}
