package io.ndpair.node.linux;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A non-blocking NETLINK_ROUTE socket with one send and one receive buffer of its own. Only datagrams of the kernel itself are
 * passed on. One thread.
 */
final class NetlinkSocket implements AutoCloseable {
    /** A dump comes in datagrams of at most 32 KiB; some room is left. */
    static final int RECEIVE_BYTES = 64 * 1024;

    /** Under the kernel's default limit of what one send may carry (212,992 with its overhead). */
    static final int SEND_BYTES = 64 * 1024;

    /** Datagrams that are read for one acknowledgement. */
    private static final int MAX_ANSWERS = 64;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_ROUTE = 0;
    private static final int ADDRESS_BYTES = 12;

    private final int descriptor;
    private final UnsafeBuffer received;
    private final UnsafeBuffer toSend;
    private final NetlinkWriter writer;
    private final NetlinkReader answers = new NetlinkReader();

    /** sockaddr_nl {family u16, pad u16, port u32, groups u32} and behind it, at 12, the length of an address. */
    private final UnsafeBuffer address;

    private int sequence;

    private NetlinkSocket(final int descriptor) {
        this.descriptor = descriptor;
        received = new UnsafeBuffer(BufferUtil.allocateDirectAligned(RECEIVE_BYTES, 64));
        toSend = new UnsafeBuffer(BufferUtil.allocateDirectAligned(SEND_BYTES, 64));
        address = new UnsafeBuffer(BufferUtil.allocateDirectAligned(16, 8));
        writer = new NetlinkWriter(toSend);
    }

    /**
     * Opens a socket that hears the given groups.
     *
     * @param groups RTMGRP_ bits; 0 = only answers.
     * @param receiveQueueBytes how much the kernel may hold for us; forced where we may, else up to the machine's limit.
     * @throws LinuxException when there is no netlink here.
     */
    static NetlinkSocket open(final int groups, final int receiveQueueBytes) {
        final int descriptor = LibC.socket(LinuxConstants.AF_NETLINK, LinuxConstants.SOCK_RAW, NETLINK_ROUTE);
        if (descriptor < 0) {
            throw new LinuxException(-descriptor, "cannot open a netlink socket: " + Errno.text(-descriptor));
        }
        final NetlinkSocket socket = new NetlinkSocket(descriptor);
        socket.address.putShort(0, (short) LinuxConstants.AF_NETLINK);
        socket.address.putInt(8, groups);
        final int bound = LibC.bind(descriptor, socket.address, ADDRESS_BYTES);
        if (bound < 0) {
            socket.close();
            throw new LinuxException(-bound, "cannot listen to netlink: " + Errno.text(-bound));
        }
        if (socket.option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUFFORCE, receiveQueueBytes) < 0) {
            // Refused without CAP_NET_ADMIN; a short queue only means dumping again more often.
            socket.option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUF, receiveQueueBytes);
        }
        // Without the echo of the request, answers to a batch stay small. Kernels before 4.2 send the echo, which is
        // harmless.
        socket.option(SOL_NETLINK, NETLINK_CAP_ACK, 1);
        return socket;
    }

    private int option(final int level, final int name, final int value) {
        address.putInt(0, value);
        return LibC.setsockopt(descriptor, level, name, address, Integer.BYTES);
    }

    /** Where requests are built; what it holds is sent by {@link #send()}. */
    NetlinkWriter writer() {
        return writer;
    }

    /** A fresh number for a request, never 0 (which notifications have). */
    int nextSequence() {
        sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1;
        return sequence;
    }

    /** Fresh numbers in a row for the requests of a batch; answers the first. */
    int reserveSequences(final int count) {
        if (sequence > Integer.MAX_VALUE - count) {
            sequence = 0;
        }
        final int first = sequence + 1;
        sequence += count;
        return first;
    }

    /**
     * Sends what the writer holds.
     *
     * @return 0, or the negated errno.
     */
    int send() {
        return Math.min(0, LibC.send(descriptor, toSend, writer.lengthBytes()));
    }

    /**
     * Receives one datagram of the kernel into {@link #received()}.
     *
     * @return its length (more than the buffer holds when it was cut), 0 when nothing waits, or the negated errno; ENOBUFS means
     *     that the kernel had to drop something meant for us.
     */
    int receive() {
        for (int foreign = 0; foreign < 16; foreign++) {
            address.putInt(ADDRESS_BYTES, ADDRESS_BYTES);
            final int length = LibC.recvfrom(descriptor, received, address, ADDRESS_BYTES);
            if (length == -Errno.EAGAIN || length == -Errno.EINTR) {
                return 0;
            }
            if (length < 0 || address.getInt(4) == 0) {
                return length;
            }
        }
        return 0;
    }

    /**
     * Sends what the writer holds, one request that asks for an acknowledgement, and waits for that: the kernel has answered when the send
     * returns.
     *
     * @param requestSequence number of the request.
     * @return 0, or the errno; ENOBUFS also when the answer was lost.
     */
    int exchange(final int requestSequence) {
        final int sent = send();
        if (sent < 0) {
            return -sent;
        }
        for (int datagrams = 0; datagrams < MAX_ANSWERS; datagrams++) {
            final int length = receive();
            if (length == 0) {
                break;
            }
            answers.wrap(received, Math.max(0, length));
            while (answers.next()) {
                if (answers.type() == NetlinkLayout.NLMSG_ERROR && answers.sequence() == requestSequence) {
                    return answers.errno();
                }
            }
        }
        return Errno.ENOBUFS;
    }

    UnsafeBuffer received() {
        return received;
    }

    @Override
    public void close() {
        LibC.close(descriptor);
    }
}
