package io.ndpair.bench.failover;

import io.ndpair.bench.host.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The process upstream: sends a packet to one user after the other at a fixed rate, each when it is due whatever became of the others,
 * and notes which were answered. A word on standard input begins; a line with a time of the wall clock ends it and asks what became of the
 * packets sent since that time. Started by {@link HostProcess}, of no use to people.
 */
@Command(name = Traffic.NAME, hidden = true)
public final class Traffic implements Callable<Integer> {
    static final String NAME = "failover-traffic";
    static final String BEGIN = "begin";

    /** Two packets a millisecond: the resolution of the first packet that is forwarded. */
    static final long PERIOD_NS = 500_000;

    private static final int MOST_PACKETS = 1 << 20;
    private static final long STRAGGLERS_NS = 700_000_000;
    private static final long SHORTEST_PARK_NS = 20_000;

    private final double[] sentAtMs = new double[MOST_PACKETS];
    private final boolean[] isAnswered = new boolean[MOST_PACKETS];
    private final ByteBuffer packet = ByteBuffer.allocateDirect(64);
    private int sent;

    @Parameters(index = "0")
    private int users;

    @Override
    public Integer call() throws IOException {
        final InetSocketAddress[] targets = new InetSocketAddress[users];
        for (int user = 0; user < users; user++) {
            targets[user] = new InetSocketAddress(Network.user(user), Users.PORT);
        }
        final BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.equals(BEGIN)) {
                try (DatagramChannel channel =
                        DatagramChannel.open().bind(new InetSocketAddress(Network.UPSTREAM, 0))) {
                    channel.configureBlocking(false);
                    send(channel, targets, commands);
                }
                final String since = commands.readLine();
                if (since != null) {
                    report(Double.parseDouble(since));
                }
            }
        }
        return 0;
    }

    private void send(DatagramChannel channel, InetSocketAddress[] targets, BufferedReader commands)
            throws IOException {
        sent = 0;
        final long beganNs = System.nanoTime();
        while (!commands.ready() && sent < MOST_PACKETS) {
            while (sent < MOST_PACKETS && System.nanoTime() - beganNs >= sent * PERIOD_NS) {
                offer(channel, targets[sent % targets.length]);
            }
            receive(channel);
            LockSupport.parkNanos(Math.max(SHORTEST_PARK_NS, beganNs + sent * PERIOD_NS - System.nanoTime()));
        }
        final long deadlineNs = System.nanoTime() + STRAGGLERS_NS;
        while (System.nanoTime() - deadlineNs < 0) {
            receive(channel);
            LockSupport.parkNanos(PERIOD_NS);
        }
    }

    private void offer(DatagramChannel channel, InetSocketAddress target) {
        sentAtMs[sent] = Capture.nowMs();
        isAnswered[sent] = false;
        packet.clear().putInt(sent).flip();
        sent++;
        try {
            channel.send(packet, target);
        } catch (final IOException ignored) {
            // No way to a router: it stays unanswered.
        }
    }

    private void receive(DatagramChannel channel) {
        try {
            while (channel.receive(packet.clear()) != null) {
                final int sequence = packet.position() >= Integer.BYTES ? packet.getInt(0) : -1;
                if (sequence >= 0 && sequence < sent) {
                    isAnswered[sequence] = true;
                }
            }
        } catch (final IOException ignored) {
            // An error of ICMP about an earlier packet, which stays unanswered.
        }
    }

    private void report(double sinceMs) {
        int unanswered = 0;
        int since = 0;
        int unansweredSince = 0;
        for (int i = 0; i < sent; i++) {
            unanswered += isAnswered[i] ? 0 : 1;
            if (sentAtMs[i] > sinceMs) {
                since++;
                unansweredSince += isAnswered[i] ? 0 : 1;
            }
        }
        System.out.println(new Report(sent, unanswered, since, unansweredSince).line());
    }

    /**
     * What became of the packets.
     *
     * @param sent all of them
     * @param unanswered of all
     * @param since those sent since the time asked about
     * @param unansweredSince of those
     */
    record Report(int sent, int unanswered, int since, int unansweredSince) {
        static final String START = "packets";

        String line() {
            return START + ' ' + sent + ' ' + unanswered + ' ' + since + ' ' + unansweredSince;
        }

        static Report of(String line) {
            final int[] numbers = Tool.words(line).stream()
                    .skip(1)
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return new Report(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    }
}
