package io.ndpair.bench.pair;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;

/** Finds UDP ports on loopback that nobody has. */
public final class Ports {
    private static final int ATTEMPTS = 200;
    private static final int LEAST = 20_000;
    private static final int WIDTH = 30_000;

    private Ports() {}

    /** The first of so many ports in a row that are free on all these addresses now. */
    public static int free(List<String> addresses, int count) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final int candidate;
            try (DatagramSocket any = new DatagramSocket(0, InetAddress.getByName(addresses.get(0)))) {
                candidate = any.getLocalPort() % WIDTH + LEAST;
            }
            if (areFree(addresses, candidate, count)) {
                return candidate;
            }
        }
        throw new IOException("found no free UDP ports on " + addresses);
    }

    private static boolean areFree(List<String> addresses, int first, int count) throws IOException {
        for (final String address : addresses) {
            for (int port = first; port < first + count; port++) {
                try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getByName(address))) {
                    if (!socket.isBound()) {
                        return false;
                    }
                } catch (final java.net.SocketException e) {
                    return false;
                }
            }
        }
        return true;
    }
}
