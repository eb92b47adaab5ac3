package io.ndpair.bench.failover;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The process of the users: sends every packet back. Started by {@link HostProcess}, of no use to people. */
@Command(name = Users.NAME, hidden = true)
public final class Users implements Callable<Integer> {
    static final String NAME = "failover-users";
    static final int PORT = 7007;
    static final String LISTENS = "listens";

    private static final int MOST_BYTES = 2048;

    @Override
    public Integer call() throws IOException {
        HostProcess.endWithParent();
        try (DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress("::", PORT))) {
            System.out.println(LISTENS);
            final ByteBuffer packet = ByteBuffer.allocateDirect(MOST_BYTES);
            while (true) {
                final SocketAddress from = channel.receive(packet.clear());
                answer(channel, packet.flip(), from);
            }
        }
    }

    /** One that cannot be sent because there is no router is lost, as it would be anywhere. */
    private static void answer(DatagramChannel channel, ByteBuffer packet, SocketAddress to) {
        try {
            channel.send(packet, to);
        } catch (final IOException ignored) {
            // Counted where the answer is missing.
        }
    }
}
