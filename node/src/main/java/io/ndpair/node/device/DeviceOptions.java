package io.ndpair.node.device;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a device runs, apart from its configuration.
 *
 * @param dataDirectory where journals, checkpoints and the lock are; one process at a time.
 * @param threading whose threads run the device.
 * @param platform the machine that it runs on; closed by the device.
 * @param listener told of roles, readiness and alarms.
 * @param outsideDriver directory of a media driver that runs already; empty: a driver of the device's own.
 * @param mtuBytes largest UDP payload to the peer, a multiple of 32, 1408 to 65504.
 * @param maxNeighbors most entries of one profile.
 * @param commandRingBytes room for commands that wait for the writer of a profile, a power of two, 64 KiB to 1 GiB.
 * @param peerHoldNs for so long after the channel to a peer that was heard once fell silent this device does not preempt a master that lives; 10 s to
 *     24 h.
 */
public record DeviceOptions(
        Path dataDirectory,
        Threading threading,
        Platform platform,
        DeviceListener listener,
        Optional<Path> outsideDriver,
        int mtuBytes,
        int maxNeighbors,
        int commandRingBytes,
        long peerHoldNs) {
    /** Ten minutes. */
    public static final long DEFAULT_PEER_HOLD_NS = 600_000_000_000L;

    private static final long MIN_PEER_HOLD_NS = 10_000_000_000L;
    private static final long MAX_PEER_HOLD_NS = 86_400_000_000_000L;
    private static final int DEFAULT_MTU_BYTES = 1408;
    private static final int DEFAULT_MAX_NEIGHBORS = 32_000_000;
    private static final int DEFAULT_RING_BYTES = 4 << 20;
    private static final int MIN_RING_BYTES = 64 << 10;
    private static final int MAX_RING_BYTES = 1 << 30;

    /** Whose threads run a device. */
    public enum Threading {
        /** Threads of the device: one busy, the others mostly asleep. */
        OWN,
        /** The embedder calls {@link Device#doWork()} again and again, on one thread. */
        INVOKED
    }

    /** Checks the bounds. */
    public DeviceOptions {
        Objects.requireNonNull(dataDirectory, "dataDirectory");
        if (Integer.bitCount(commandRingBytes) != 1
                || commandRingBytes < MIN_RING_BYTES
                || commandRingBytes > MAX_RING_BYTES) {
            throw new DeviceException("commandRingBytes is " + commandRingBytes + ", expected a power of two within "
                    + MIN_RING_BYTES + " to " + MAX_RING_BYTES);
        }
        if (maxNeighbors < 1) {
            throw new DeviceException("maxNeighbors is " + maxNeighbors + ", expected at least 1");
        }
        if (peerHoldNs < MIN_PEER_HOLD_NS || peerHoldNs > MAX_PEER_HOLD_NS) {
            throw new DeviceException("peerHoldNs is " + peerHoldNs + ", expected " + MIN_PEER_HOLD_NS + " to "
                    + MAX_PEER_HOLD_NS + " (10 s to 24 h)");
        }
    }

    /** With the default time for which a peer that was lost counts as there. */
    public DeviceOptions(
            Path dataDirectory,
            Threading threading,
            Platform platform,
            DeviceListener listener,
            Optional<Path> outsideDriver,
            int mtuBytes,
            int maxNeighbors,
            int commandRingBytes) {
        this(
                dataDirectory,
                threading,
                platform,
                listener,
                outsideDriver,
                mtuBytes,
                maxNeighbors,
                commandRingBytes,
                DEFAULT_PEER_HOLD_NS);
    }

    /** The defaults on a platform: threads of the device's own, an embedded media driver. */
    public static DeviceOptions of(Path dataDirectory, Platform platform) {
        return new DeviceOptions(
                dataDirectory,
                Threading.OWN,
                platform,
                DeviceListener.NONE,
                Optional.empty(),
                DEFAULT_MTU_BYTES,
                DEFAULT_MAX_NEIGHBORS,
                DEFAULT_RING_BYTES,
                DEFAULT_PEER_HOLD_NS);
    }

    /** With another listener. */
    public DeviceOptions withListener(DeviceListener value) {
        return new DeviceOptions(
                dataDirectory,
                threading,
                platform,
                value,
                outsideDriver,
                mtuBytes,
                maxNeighbors,
                commandRingBytes,
                peerHoldNs);
    }

    /** With another threading. */
    public DeviceOptions withThreading(Threading value) {
        return new DeviceOptions(
                dataDirectory,
                value,
                platform,
                listener,
                outsideDriver,
                mtuBytes,
                maxNeighbors,
                commandRingBytes,
                peerHoldNs);
    }

    /** With a media driver that runs already. */
    public DeviceOptions withOutsideDriver(Path directory) {
        return new DeviceOptions(
                dataDirectory,
                threading,
                platform,
                listener,
                Optional.of(directory),
                mtuBytes,
                maxNeighbors,
                commandRingBytes,
                peerHoldNs);
    }

    /** With another MTU. */
    public DeviceOptions withMtuBytes(int value) {
        return new DeviceOptions(
                dataDirectory,
                threading,
                platform,
                listener,
                outsideDriver,
                value,
                maxNeighbors,
                commandRingBytes,
                peerHoldNs);
    }

    /** With another limit of entries. */
    public DeviceOptions withMaxNeighbors(int value) {
        return new DeviceOptions(
                dataDirectory,
                threading,
                platform,
                listener,
                outsideDriver,
                mtuBytes,
                value,
                commandRingBytes,
                peerHoldNs);
    }

    /** With another time for which a peer that was lost counts as there. */
    public DeviceOptions withPeerHoldNs(long value) {
        return new DeviceOptions(
                dataDirectory,
                threading,
                platform,
                listener,
                outsideDriver,
                mtuBytes,
                maxNeighbors,
                commandRingBytes,
                value);
    }
}
