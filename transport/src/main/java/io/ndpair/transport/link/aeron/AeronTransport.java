package io.ndpair.transport.link.aeron;

import io.aeron.Aeron;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.link.TransportException;
import io.ndpair.transport.link.TransportException.Category;
import io.ndpair.transport.link.TransportException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/**
 * A device's part in Aeron: a media driver of its own, invoked from the device's duty cycle, or the one that runs outside; and one client.
 * Makes the links of all profiles.
 *
 * <p>Thread rule: {@link #open}, {@link #link}, {@link #doWork}, {@link #close} and all links of a transport belong to one thread. No thread
 * is started. {@code open} and {@code link} may take some milliseconds; with an outside driver they wait for its answer.
 *
 * <p>A process that was stopped for long (a debugger, a snapshot of the machine) finds its driver and client alive again, because the
 * time-outs between the two do not matter where both run in one duty cycle. An outside driver that goes away takes the links down; they come back when
 * it does.
 */
public final class AeronTransport implements AutoCloseable {

    /** Longer than any pause a process comes back from: the embedded driver and its client live and die together. */
    private static final long TOGETHER_NS = TimeUnit.DAYS.toNanos(30);

    /**
     * How often the driver looks whether an image has died and may be let go of. A link that heals in between waits for that: 1.6 s after a
     * cut of 10 s with the driver's default of a second.
     */
    private static final long TIMER_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * The driver answers no SETUP of a publication whose image has died until five of these are over: a link that heals just then stands still for
     * that long, a second with the driver's default of 200 ms. In between an image that takes nothing costs twenty datagrams of 36 bytes a second.
     */
    private static final long STATUS_MESSAGE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * What may wait in a socket that the links of all profiles share, as far as the system allows ({@code net.core.rmem_max}): with the driver's 128 KiB what
     * sixty of them sent at once was lost, and sent again, and lost.
     */
    private static final int RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

    private static final long OUTSIDE_DRIVER_TIMEOUT_MS = 10_000;
    private static final long RECONNECT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final AeronTransportConfig config;
    private final DriverErrors errors;
    private final PathListener paths;
    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final PeerGate gate;
    private final List<AeronPeerLink> links;
    private Aeron aeron;
    private AgentInvoker clientInvoker;
    private long reconnectNs;
    private long generation;
    private boolean closed;

    private AeronTransport(
            AeronTransportConfig config,
            List<AeronPeerLink> links,
            DriverErrors errors,
            PathListener paths,
            PeerGate gate,
            MediaDriver driver) {
        this.config = config;
        this.links = links;
        this.errors = errors;
        this.paths = paths;
        this.gate = gate;
        this.driver = driver;
        this.driverInvoker = driver == null ? null : driver.sharedAgentInvoker();
    }

    /**
     * Starts the driver, or finds the outside one, and connects to it.
     *
     * @param config how
     * @return the open transport
     * @throws TransportException when there is no driver to be had in the directory
     */
    public static AeronTransport open(AeronTransportConfig config) {
        return open(config, PathListener.NONE);
    }

    /**
     * The same, and tells whether ways lead to the peers.
     *
     * @param config how
     * @param paths told; what it is told does not go to the error handler
     * @return the open transport
     * @throws TransportException when there is no driver to be had in the directory
     */
    public static AeronTransport open(AeronTransportConfig config, PathListener paths) {
        List<AeronPeerLink> links = new ArrayList<>();
        DriverErrors errors = new DriverErrors(config.errorHandler(), links);
        AeronTransportConfig own = config.withErrorHandler(errors);
        PeerGate gate = new PeerGate();
        AeronTransport transport =
                new AeronTransport(own, links, errors, paths, gate, config.embedded() ? launchDriver(own, gate) : null);
        try {
            transport.connect();
        } catch (RuntimeException e) {
            transport.close();
            throw new TransportException(
                    Category.FATAL,
                    Code.DRIVER,
                    "no Aeron media driver answers in " + config.aeronDirectory() + ": " + firstLine(e),
                    e);
        }
        return transport;
    }

    /**
     * Opens a link. It listens at the source address and port, and sends to the same port of the peer.
     *
     * @param linkConfig the addresses
     * @return the link; down until the peer has opened its own
     * @throws TransportException when the address is not one of this machine or the port is taken
     */
    public PeerLink link(PeerLinkConfig linkConfig) {
        if (closed || aeron.isClosed()) {
            throw new TransportException(Category.RETRY, Code.CLOSED, "the Aeron transport is closed");
        }
        AeronPeerLink link = new AeronPeerLink(this, linkConfig, config, path(linkConfig));
        errors.opening(true);
        try {
            link.openNow();
        } finally {
            errors.opening(false);
        }
        links.add(link);
        admitPeers();
        return link;
    }

    /**
     * Duty cycle: runs the embedded driver and the client's conductor.
     *
     * @return work done
     */
    public int doWork() {
        if (closed) {
            return 0;
        }
        int workCount = driverInvoker == null ? 0 : invokeDriver();
        if (aeron.isClosed()) {
            return workCount + reconnect();
        }
        return workCount + clientInvoker.invoke();
    }

    /**
     * Once for each link while there is work: a duty cycle of the driver sends a datagram for each publication, but takes one alone from the socket that
     * the links to a peer share. With sixty links that overran the socket's buffer, and the sessions died of what was lost.
     */
    private int invokeDriver() {
        int workCount = 0;
        int found;
        int left = links.size();
        do {
            found = driverInvoker.invoke();
            workCount += found;
        } while (found > 0 && --left > 0);
        return workCount;
    }

    /** Closes all links, the client and the embedded driver, and deletes the embedded driver's directory. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (AeronPeerLink link : List.copyOf(links)) {
            link.close();
        }
        CloseHelper.close(config.errorHandler(), aeron);
        CloseHelper.close(config.errorHandler(), driver);
    }

    Aeron aeron() {
        return aeron;
    }

    /** Frames that the embedded driver has dropped because they came from nobody's peer. */
    long strangers() {
        return gate.refused();
    }

    private PeerPath path(PeerLinkConfig wanted) {
        for (AeronPeerLink link : links) {
            if (link.isTo(wanted)) {
                return link.path();
            }
        }
        return new PeerPath(wanted, paths);
    }

    private void admitPeers() {
        gate.admit(links.stream().map(AeronPeerLink::peer).distinct().toArray(InetAddress[]::new));
    }

    /** Changes when the client was replaced: everything that was made by the former one is gone. */
    long generation() {
        return generation;
    }

    void forget(AeronPeerLink link) {
        links.remove(link);
        admitPeers();
    }

    /** As much of it as the system gives; the driver complains of what it does not. */
    private static int receiveBufferBytes() {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            return Math.min(RECEIVE_BUFFER_BYTES, probe.getOption(StandardSocketOptions.SO_RCVBUF));
        } catch (IOException e) {
            return Configuration.SOCKET_RCVBUF_LENGTH_DEFAULT;
        }
    }

    private static MediaDriver launchDriver(AeronTransportConfig config, PeerGate gate) {
        MediaDriver.Context context = new MediaDriver.Context()
                .aeronDirectoryName(config.aeronDirectory().toAbsolutePath().toString())
                .threadingMode(ThreadingMode.INVOKER)
                // What a killed process has left behind is of no use to anybody.
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .mtuLength(config.mtuBytes())
                .receiveChannelEndpointSupplier(gate::receiving)
                .sendChannelEndpointSupplier(gate::sending)
                .publicationTermBufferLength(config.termLengthBytes())
                .timerIntervalNs(TIMER_INTERVAL_NS)
                .statusMessageTimeoutNs(STATUS_MESSAGE_INTERVAL_NS)
                .socketRcvbufLength(receiveBufferBytes())
                .clientLivenessTimeoutNs(TOGETHER_NS)
                .publicationUnblockTimeoutNs(2 * TOGETHER_NS)
                .errorHandler(config.errorHandler());
        try {
            return MediaDriver.launch(context);
        } catch (RuntimeException e) {
            throw new TransportException(
                    Category.FATAL,
                    Code.DRIVER,
                    "cannot start the Aeron media driver in " + config.aeronDirectory() + ": " + firstLine(e),
                    e);
        }
    }

    private void connect() {
        Aeron.Context context = new Aeron.Context()
                .aeronDirectoryName(config.aeronDirectory().toAbsolutePath().toString())
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE)
                .errorHandler(config.errorHandler())
                .subscriberErrorHandler(config.errorHandler());
        if (driverInvoker == null) {
            context.driverTimeoutMs(OUTSIDE_DRIVER_TIMEOUT_MS);
        } else {
            context.driverAgentInvoker(driverInvoker).driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(TOGETHER_NS));
        }
        aeron = Aeron.connect(context);
        clientInvoker = aeron.conductorAgentInvoker();
        generation++;
    }

    /** The client closes itself when its driver has gone; try now and then, but only when connecting will not wait. */
    private int reconnect() {
        long nowNs = aeron.context().nanoClock().nanoTime();
        if (nowNs - reconnectNs < 0) {
            return 0;
        }
        reconnectNs = nowNs + RECONNECT_INTERVAL_NS;
        if (!aeron.context().isDriverActive(OUTSIDE_DRIVER_TIMEOUT_MS, ignored -> {})) {
            return 0;
        }
        try {
            connect();
            return 1;
        } catch (RuntimeException e) {
            config.errorHandler().onError(e);
            return 0;
        }
    }

    static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
