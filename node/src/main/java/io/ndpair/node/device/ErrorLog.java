package io.ndpair.node.device;

import io.ndpair.election.ElectorListener;
import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.transport.link.aeron.PathListener;
import io.ndpair.transport.link.aeron.PeerLinkConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where errors of the agents and alarms end: in the log and at the device's listener. The same error again and again fills no disk: it is
 * logged when it is seen first and then at the powers of two of its count. Any thread.
 */
final class ErrorLog implements ErrorHandler, ElectorListener, PathListener {
    private static final Logger LOG = LoggerFactory.getLogger("ndpair");
    private static final int MAX_KINDS = 256;

    private final DeviceListener listener;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    ErrorLog(DeviceListener listener) {
        this.listener = listener;
    }

    @Override
    public void onError(Throwable error) {
        onError("device", error);
    }

    @Override
    public void onError(String where, Throwable error) {
        final StackTraceElement[] trace = error.getStackTrace();
        final String kind = where + " " + error.getClass().getName() + (trace.length > 0 ? " at " + trace[0] : "");
        final long count = count(kind);
        if (Long.bitCount(count) == 1) {
            LOG.error("{}: error no. {} of this kind", where, count, error);
        }
    }

    @Override
    public void onDropped(String interfaceName, String group, DropReason reason, long total) {
        final String subject = group.isEmpty() ? interfaceName : group;
        alarm(subject, "VRRP6 advertisement dropped: " + reason.text() + " (" + total + " so far)");
    }

    @Override
    public void onNotice(String group, AdvertNotice notice, long total) {
        alarm(group, "VRRP6: " + notice.text() + " (" + total + " so far)");
    }

    @Override
    public void onUnreachable(PeerLinkConfig link, String cause) {
        alarm(peer(link), "cannot be reached: " + cause + "; tried again until it can be");
    }

    @Override
    public void onReachable(PeerLinkConfig link, long failures) {
        info(peer(link), "can be reached again, after " + failures + " failures");
    }

    private static String peer(PeerLinkConfig link) {
        return "peer " + link.peer().getHostAddress() + " port " + link.port();
    }

    /** Logs an alarm and tells the listener. */
    void alarm(String subject, String text) {
        LOG.warn("{}: {}", subject, text);
        tell(() -> listener.onAlarm(subject, text));
    }

    /** Logs what is no reason to worry. */
    void info(String subject, String text) {
        LOG.info("{}: {}", subject, text);
    }

    /** Calls the embedder's listener; what it throws ends here. */
    void tell(Runnable call) {
        try {
            call.run();
        } catch (final RuntimeException e) {
            onError("listener", e);
        }
    }

    private long count(String kind) {
        if (counts.size() >= MAX_KINDS && !counts.containsKey(kind)) {
            return counts.merge("other", 1L, Long::sum);
        }
        return counts.merge(kind, 1L, Long::sum);
    }
}
