package io.ndpair.node.cli.demo;

import io.ndpair.node.config.IpAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds UDP ports on loopback that nobody has, for pairs of devices on one machine: the demo's, the benchmarks', the tests'. Between the
 * finding and the use somebody else may take one; they are below the range that Linux hands out by itself (32768 on), so that no socket
 * without a port of its own does, and no two calls of one process give the same. For any thread.
 */
public final class LoopbackPorts {
    private static final int FIRST = 12_000;
    private static final int WIDTH = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(WIDTH));

    private LoopbackPorts() {}

    /**
     * The first of so many ports in a row that are free on all these addresses now.
     *
     * @throws IOException if there are none
     */
    public static int free(List<String> addresses, int count) throws IOException {
        for (int attempt = 0; attempt < WIDTH / count; attempt++) {
            final int candidate = FIRST + Math.floorMod(NEXT.getAndAdd(count), WIDTH);
            if (areFree(addresses, candidate, count)) {
                return candidate;
            }
        }
        throw new IOException("found no free UDP ports on " + String.join(", ", addresses));
    }

    private static boolean areFree(List<String> addresses, int first, int count) {
        for (final String address : addresses) {
            for (int port = first; port < first + count; port++) {
                try (DatagramSocket socket = new DatagramSocket(
                        new InetSocketAddress(IpAddress.parse(address).toInetAddress(), port))) {
                    if (!socket.isBound()) {
                        return false;
                    }
                } catch (final IOException e) {
                    return false;
                }
            }
        }
        return true;
    }
}
