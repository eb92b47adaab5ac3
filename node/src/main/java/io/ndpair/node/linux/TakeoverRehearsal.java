package io.ndpair.node.linux;

import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks the kernel for what a takeover will ask for, on an interface that does not exist, so that it refuses: a backup that has never been
 * master would load and interpret all that code while the hosts wait for the announcement, which takes milliseconds.
 */
final class TakeoverRehearsal {
    private static final int ROUNDS = 64;
    /** No interface has this number, and none this name, which is too long. */
    private static final int NOWHERE = Integer.MAX_VALUE;

    private static final String NAMELESS = "an-interface-that-is-none";
    private static final long LINK_LOCAL_HIGH = 0xFE80L << 48;
    private static final VrrpGroupConfig GROUP = new VrrpGroupConfig(
            "rehearsal",
            NAMELESS,
            1,
            100,
            100,
            3,
            true,
            0,
            List.of(new VirtualAddress(LINK_LOCAL_HIGH, 1, 128), new VirtualAddress(0x2001_0DB8L << 32, 1, 128)),
            VrrpGroupOptions.DEFAULT);

    private TakeoverRehearsal() {}

    /**
     * Some ten milliseconds of work; nothing leaves the machine and nothing stays in the kernel.
     *
     * @throws LinuxException when raw sockets are not allowed here.
     */
    static void run() {
        final UnsafeBuffer message =
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(NeighborAdvertisement.LENGTH_BYTES, 8));
        final LinuxInterface nowhere = new LinuxInterface(NOWHERE);
        try (LinuxInterfaces interfaces = LinuxInterfaces.open();
                LinuxAddressOwner owner = new LinuxAddressOwner(interfaces, LinuxLink.of(NAMELESS));
                PacketSocket packets = PacketSocket.open(LinuxConstants.IPPROTO_ICMPV6);
                FrameSocket frames = FrameSocket.open()) {
            packets.receiveNoIcmp();
            packets.anySource();
            for (int round = 0; round < ROUNDS; round++) {
                owner.claim(GROUP, nowhere);
                owner.announce(GROUP, nowhere);
                owner.release(GROUP, nowhere);
                NeighborAdvertisement.encode(message, 0, LINK_LOCAL_HIGH, 1, round);
                packets.send(
                        message,
                        0,
                        NeighborAdvertisement.LENGTH_BYTES,
                        LINK_LOCAL_HIGH,
                        1,
                        NeighborAdvertisement.ALL_NODES_HIGH,
                        NeighborAdvertisement.ALL_NODES_LOW,
                        NOWHERE);
                frames.send(
                        message,
                        0,
                        NeighborAdvertisement.LENGTH_BYTES,
                        LinuxConstants.IPPROTO_ICMPV6,
                        round,
                        LINK_LOCAL_HIGH,
                        1,
                        NeighborAdvertisement.ALL_NODES_HIGH,
                        NeighborAdvertisement.ALL_NODES_LOW,
                        NOWHERE);
            }
        }
    }
}
