package io.ndpair.node.linux;

/**
 * A batch of requests to the kernel's neighbor table and the answer to each of them. The kernel works a batch off within the send, so
 * its answers wait in the queue when the send returns. One thread; nothing is allocated.
 */
final class NeighborRequests implements AutoCloseable {
    static final int MAX_REQUESTS = 256;

    /** No answer came: the queue of answers overflowed, or the send failed. */
    static final int LOST = -1;

    /** What the kernel has under a key, as far as it matters here. */
    enum View {
        UNKNOWN,
        ABSENT,
        /** Installed by us for the peer, and usable. */
        OURS,
        /** Installed by us, but the kernel's own probing has given it up. */
        OURS_FAILED,
        /** Configured, proxied or another program's. */
        FIXED,
        /** Learned by the kernel, which has reason to believe in it or is asking. */
        VOUCHED,
        /** Whatever else: stale, failed or unfinished. */
        OTHER
    }

    private final NetlinkSocket socket;
    private final NetlinkReader messages = new NetlinkReader();
    private final NeighborMessage neighbor = new NeighborMessage();
    private final int[] slots = new int[MAX_REQUESTS];
    private final int[] errors = new int[MAX_REQUESTS];
    private final View[] views = new View[MAX_REQUESTS];
    private final long[] macs = new long[MAX_REQUESTS];
    private int count;
    private int firstSequence;
    private boolean acknowledged;

    NeighborRequests(final int queueBytes) {
        socket = NetlinkSocket.open(0, queueBytes);
    }

    /** Starts an empty batch. */
    void clear() {
        socket.writer().clear();
        count = 0;
        firstSequence = socket.reserveSequences(MAX_REQUESTS);
    }

    int count() {
        return count;
    }

    /** Asks what the kernel has under a key. {@code slot} is the caller's. */
    void look(final int slot, final int interfaceIndex, final long high, final long low) {
        add(slot, NetlinkLayout.RTM_GETNEIGH, 0, interfaceIndex, high, low, 0, 0, 0);
    }

    void delete(final int slot, final int interfaceIndex, final long high, final long low) {
        add(slot, NetlinkLayout.RTM_DELNEIGH, 0, interfaceIndex, high, low, 0, 0, 0);
    }

    /**
     * Installs an entry, STALE.
     *
     * @param replace true = over whatever is there; false = only where nothing is.
     * @param external externally learned; else the kernel's own neighbor discovery looks after it from now on.
     */
    void install(
            final int slot,
            final int interfaceIndex,
            final long high,
            final long low,
            final long mac,
            final boolean router,
            final boolean replace,
            final boolean external) {
        add(
                slot,
                NetlinkLayout.RTM_NEWNEIGH,
                NetlinkLayout.NLM_F_CREATE | (replace ? NetlinkLayout.NLM_F_REPLACE : NetlinkLayout.NLM_F_EXCL),
                interfaceIndex,
                high,
                low,
                mac,
                NetlinkLayout.NUD_STALE,
                (external ? NetlinkLayout.NTF_EXT_LEARNED : 0) | (router ? NetlinkLayout.NTF_ROUTER : 0));
    }

    /**
     * Has the kernel probe a neighbor at once, by unicast.
     *
     * @param mac the one that it has; another changes nothing.
     * @param external whether the entry is externally learned and stays so.
     */
    void probe(
            final int slot,
            final int interfaceIndex,
            final long high,
            final long low,
            final long mac,
            final boolean external) {
        // Without NLM_F_REPLACE the kernel keeps the MAC and the router flag that it has.
        add(
                slot,
                NetlinkLayout.RTM_NEWNEIGH,
                NetlinkLayout.NLM_F_CREATE,
                interfaceIndex,
                high,
                low,
                mac,
                NetlinkLayout.NUD_PROBE,
                external ? NetlinkLayout.NTF_EXT_LEARNED : 0);
    }

    private void add(
            final int slot,
            final int type,
            final int flags,
            final int interfaceIndex,
            final long high,
            final long low,
            final long mac,
            final int kernelState,
            final int kernelFlags) {
        NeighborMessage.encode(
                socket.writer(),
                type,
                flags,
                firstSequence + count,
                interfaceIndex,
                high,
                low,
                mac,
                kernelState,
                kernelFlags);
        slots[count] = slot;
        errors[count] = 0;
        views[count] = View.UNKNOWN;
        macs[count] = 0;
        count++;
    }

    /** Sends the batch and reads the answers. */
    void execute() {
        if (count == 0) {
            return;
        }
        drain();
        socket.writer().addFlags(NetlinkLayout.NLM_F_ACK);
        acknowledged = false;
        final int sent = socket.send();
        if (sent == 0) {
            drain();
        }
        for (int i = 0; i < count; i++) {
            if (sent < 0) {
                errors[i] = sent == -Errno.EAGAIN || sent == -Errno.ENOBUFS ? LOST : -sent;
            } else if (!acknowledged && errors[i] == 0 && views[i] == View.UNKNOWN) {
                errors[i] = LOST;
            }
        }
    }

    /** Reads what waits; answers to earlier batches have other sequences and are passed over. */
    private void drain() {
        for (int datagrams = 0; datagrams < 4 * MAX_REQUESTS; datagrams++) {
            final int length = socket.receive();
            if (length == 0) {
                return;
            }
            if (length > 0) {
                messages.wrap(socket.received(), length);
                while (messages.next()) {
                    onAnswer();
                }
            }
        }
    }

    private void onAnswer() {
        final int request = messages.sequence() - firstSequence;
        if (request < 0 || request >= count) {
            return;
        }
        if (messages.type() == NetlinkLayout.NLMSG_ERROR) {
            errors[request] = messages.errno();
            acknowledged |= request == count - 1;
            if (errors[request] == Errno.ENOENT) {
                views[request] = View.ABSENT;
            }
        } else if (messages.type() == NetlinkLayout.RTM_NEWNEIGH
                && neighbor.decode(socket.received(), messages.payloadOffset(), messages.payloadLengthBytes())) {
            macs[request] = neighbor.mac();
            views[request] = view();
        }
    }

    private View view() {
        if (neighbor.ours()) {
            return neighbor.usable() ? View.OURS : View.OURS_FAILED;
        }
        if (neighbor.fixedByOthers()) {
            return View.FIXED;
        }
        return neighbor.vouchedFor() ? View.VOUCHED : View.OTHER;
    }

    /** What the caller said with the request. */
    int slot(final int request) {
        return slots[request];
    }

    /** 0 = done, LOST, or the kernel's errno. */
    int error(final int request) {
        return errors[request];
    }

    /** The answer to {@link #look}. */
    View view(final int request) {
        return views[request];
    }

    /** The MAC that the kernel has, 0 = none. */
    long mac(final int request) {
        return macs[request];
    }

    /**
     * The number of entries from which the kernel begins to collect entries of its own (gc_thresh2), one limit for the machine.
     *
     * @return 512, its default, when it does not tell.
     */
    int collectionThreshold() {
        drain();
        final int sequence = socket.reserveSequences(1);
        final NetlinkWriter writer = socket.writer().clear();
        final int header = writer.begin(NetlinkLayout.RTM_GETNEIGHTBL, NetlinkLayout.NLM_F_DUMP, sequence, 4);
        writer.buffer().putByte(header, (byte) LinuxConstants.AF_INET6);
        writer.end();
        int threshold = 512;
        if (socket.send() < 0) {
            return threshold;
        }
        final AttributeReader attributes = new AttributeReader();
        for (int datagrams = 0; datagrams < MAX_REQUESTS; datagrams++) {
            final int length = socket.receive();
            if (length == 0) {
                break;
            }
            messages.wrap(socket.received(), Math.max(0, length));
            while (messages.next()) {
                if (messages.type() == NetlinkLayout.RTM_NEWNEIGHTBL
                        && messages.payloadLengthBytes() >= 4
                        && socket.received().getByte(messages.payloadOffset()) == LinuxConstants.AF_INET6) {
                    attributes.wrap(
                            socket.received(),
                            messages.payloadOffset() + 4,
                            messages.payloadOffset() + messages.payloadLengthBytes());
                    while (attributes.next()) {
                        if (attributes.type() == NetlinkLayout.NDTA_THRESH2 && attributes.lengthBytes() >= 4) {
                            threshold = socket.received().getInt(attributes.offset());
                        }
                    }
                }
            }
        }
        return Math.max(0, threshold);
    }

    @Override
    public void close() {
        socket.close();
    }
}
