package io.ndpair.transport.link.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.link.TransportException;
import io.ndpair.transport.link.TransportException.Category;
import io.ndpair.transport.link.TransportException.Code;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * A link over one Aeron subscription at the source address and one exclusive publication to the peer.
 *
 * <p>It is up while there is an image from the peer's address and the peer takes what we publish. The newest such image wins: a peer that was
 * killed and came back is heard at once, although Aeron keeps its former image for some seconds. When the newest ends, the one before it is heard
 * again: a publication that the peer has just closed may come later than the one that took its place. Frames from other
 * addresses do not get into an embedded driver ({@link PeerGate}); what images an outside driver makes of them are rejected and counted.
 */
final class AeronPeerLink implements PeerLink {

    private static final long RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** A fragment carries at least the smallest MTU less Aeron's header, so this many hold the longest message. */
    private static final int FRAGMENTS_PER_MESSAGE = MAX_MESSAGE_BYTES / 1024;

    private final AeronTransport transport;
    private final PeerLinkConfig config;
    private final ErrorHandler errorHandler;
    private final String subscriptionChannel;
    private final String publicationChannel;
    private final String endpoint;
    private final PeerPath path;
    private final MessageAssembler assembler = new MessageAssembler();
    private Subscription subscription;
    private ExclusivePublication publication;
    private long subscriptionId = Aeron.NULL_VALUE;
    private long publicationId = Aeron.NULL_VALUE;
    /** The peer's, the newest last; the others are what is heard again when it ends. */
    private final List<Image> images = new ArrayList<>();

    private Image image;
    private long generation;
    private long newestNs;
    private long retryNs;
    private boolean retryArmed;
    private long connection;
    private long lastConnection;
    private long strangers;
    private boolean closed;

    AeronPeerLink(
            AeronTransport transport, PeerLinkConfig config, AeronTransportConfig transportConfig, PeerPath path) {
        this.transport = transport;
        this.path = path;
        endpoint = literal(config.peer()) + ":" + config.port();
        this.config = config;
        this.errorHandler = transportConfig.errorHandler();
        String terms = "|term-length=" + transportConfig.termLengthBytes() + "|mtu=" + transportConfig.mtuBytes();
        subscriptionChannel = "aeron:udp?endpoint=" + literal(config.source()) + ":" + config.port();
        // Control without a control mode binds the sending socket to that address. Aeron's interface parameter would do
        // the same, but only for
        // addresses that stand on an interface which can do multicast.
        publicationChannel = "aeron:udp?endpoint=" + endpoint + "|control=" + literal(config.source()) + ":0" + terms;
    }

    /**
     * Opens both directions and waits for the driver, so that a wrong address or a taken port is told to the caller. A peer to which no way
     * leads yet (a device starts before its network does) is none of these: the duty cycle tries again, and tells.
     */
    void openNow() {
        generation = transport.generation();
        try {
            subscription = transport
                    .aeron()
                    .addSubscription(
                            subscriptionChannel, config.streamId(), this::onAvailableImage, this::onUnavailableImage);
            publication = transport.aeron().addExclusivePublication(publicationChannel, config.streamId());
        } catch (RuntimeException e) {
            if (subscription != null && PathErrors.cause(e) != null) {
                return;
            }
            CloseHelper.close(errorHandler, subscription);
            throw refusal(e);
        }
    }

    @Override
    public long connection() {
        return connection;
    }

    @Override
    public int offer(DirectBuffer buffer, int offset, int length) {
        if (connection == 0) {
            return DOWN;
        }
        long result = publication.offer(buffer, offset, length);
        if (result > 0) {
            return OK;
        }
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return BACK_PRESSURED;
        }
        connection = 0;
        if (result == Publication.MAX_POSITION_EXCEEDED) {
            replacePublication();
        }
        return DOWN;
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        if (connection == 0 || limit <= 0) {
            return 0;
        }
        assembler.begin(handler, limit);
        image.controlledPoll(assembler, limit * FRAGMENTS_PER_MESSAGE);
        if (assembler.broken()) {
            // The rest of the message cannot be told from the next one: let go of this image; the peer's publication
            // makes another.
            Image bad = image;
            dropImage(bad);
            bad.reject("message exceeds " + MAX_MESSAGE_BYTES + " bytes, or has no beginning");
        }
        return assembler.delivered();
    }

    @Override
    public int doWork(long nowNs) {
        if (closed) {
            return 0;
        }
        if (generation != transport.generation()) {
            forgetAll();
            generation = transport.generation();
        }
        newestNs = nowNs;
        int workCount = transport.aeron().isClosed() ? 0 : completeOpening(nowNs);
        path.observe(publication != null, nowNs);
        while (image != null && (image.isClosed() || image.isEndOfStream())) {
            dropImage(image);
        }
        boolean up = image != null && publication != null && publication.isConnected();
        if (up != (connection != 0)) {
            connection = up ? ++lastConnection : 0;
            workCount++;
        }
        return workCount;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        connection = 0;
        image = null;
        images.clear();
        transport.forget(this);
        CloseHelper.close(errorHandler, publication);
        CloseHelper.close(errorHandler, subscription);
    }

    /** Frames and images of other hosts that were refused. */
    long strangers() {
        return strangers + transport.strangers();
    }

    InetAddress peer() {
        return config.peer();
    }

    /** What is known of the way to the peer; of all links to one peer and port the same. */
    PeerPath path() {
        return path;
    }

    boolean isTo(PeerLinkConfig other) {
        return config.peer().equals(other.peer()) && config.port() == other.port();
    }

    private int completeOpening(long nowNs) {
        if (subscription != null && publication != null) {
            return 0;
        }
        if (retryArmed && nowNs - retryNs < 0) {
            return 0;
        }
        retryArmed = false;
        try {
            return openSubscription() + openPublication();
        } catch (AeronException e) {
            String cause = PathErrors.cause(e);
            if (cause == null) {
                errorHandler.onError(refusal(e));
            } else {
                path.failed(cause, nowNs);
            }
            subscriptionId = Aeron.NULL_VALUE;
            publicationId = Aeron.NULL_VALUE;
            retryNs = nowNs + RETRY_INTERVAL_NS;
            retryArmed = true;
            return 0;
        }
    }

    private int openSubscription() {
        if (subscription != null) {
            return 0;
        }
        if (subscriptionId == Aeron.NULL_VALUE) {
            subscriptionId = transport
                    .aeron()
                    .asyncAddSubscription(
                            subscriptionChannel, config.streamId(), this::onAvailableImage, this::onUnavailableImage);
            return 1;
        }
        subscription = transport.aeron().getSubscription(subscriptionId);
        if (subscription == null) {
            return 0;
        }
        subscriptionId = Aeron.NULL_VALUE;
        return 1;
    }

    private int openPublication() {
        if (publication != null) {
            return 0;
        }
        if (publicationId == Aeron.NULL_VALUE) {
            publicationId = transport.aeron().asyncAddExclusivePublication(publicationChannel, config.streamId());
            return 1;
        }
        publication = transport.aeron().getExclusivePublication(publicationId);
        if (publication == null) {
            return 0;
        }
        publicationId = Aeron.NULL_VALUE;
        return 1;
    }

    private void onAvailableImage(Image available) {
        if (closed) {
            return;
        }
        if (!isOfPeer(available.sourceIdentity())) {
            strangers++;
            available.reject("not the configured peer");
            return;
        }
        images.add(available);
        image = available;
        assembler.reset();
        // Another image is another connection, also when there was one: doWork gives it its number.
        connection = 0;
    }

    private void onUnavailableImage(Image unavailable) {
        dropImage(unavailable);
    }

    private void dropImage(Image gone) {
        images.remove(gone);
        if (gone == image) {
            image = images.isEmpty() ? null : images.get(images.size() - 1);
            assembler.reset();
            connection = 0;
        }
    }

    private void replacePublication() {
        CloseHelper.close(errorHandler, publication);
        publication = null;
    }

    private void forgetAll() {
        images.clear();
        image = null;
        assembler.reset();
        connection = 0;
        subscription = null;
        publication = null;
        subscriptionId = Aeron.NULL_VALUE;
        publicationId = Aeron.NULL_VALUE;
    }

    private boolean isOfPeer(String sourceIdentity) {
        int colon = sourceIdentity.lastIndexOf(':');
        String host = colon < 0 ? sourceIdentity : sourceIdentity.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int scope = host.indexOf('%');
        if (scope >= 0) {
            host = host.substring(0, scope);
        }
        try {
            // A literal address: nothing is asked of a name server.
            return Arrays.equals(
                    new InetSocketAddress(host, 0).getAddress().getAddress(),
                    config.peer().getAddress());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Whether an error that says for this reason that a peer is not reached is about this link's; it is told here then. */
    boolean takes(Throwable error, String cause) {
        if (!PathErrors.names(error, endpoint)) {
            return false;
        }
        path.failed(cause, newestNs);
        return true;
    }

    private TransportException refusal(RuntimeException cause) {
        String where = literal(config.source()) + " port " + config.port();
        String seen = AeronTransport.firstLine(cause);
        String lower = seen.toLowerCase(Locale.ROOT);
        if (lower.contains("address already in use")) {
            return new TransportException(
                    Category.FATAL, Code.PORT_IN_USE, "UDP " + where + " is in use by another process", cause);
        }
        return new TransportException(
                Category.FATAL,
                Code.ADDRESS,
                "cannot open UDP " + where + " towards " + literal(config.peer()) + ": " + seen,
                cause);
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }
}
