package io.ndpair.transport.link.tls;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a link has counted, and what of it is worth a report. Written by the link's thread, {@link #status} is read by any. */
final class TlsLedger {
    private static final long REPORT_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final Map<TlsCause, Long> refused = new EnumMap<>(TlsCause.class);
    private long sessions;
    private long ignored;
    private String lastRefusal = "";
    private TlsCause reported;
    private long reportNs;
    private volatile TlsLinkStatus status;

    TlsLinkStatus status() {
        return status;
    }

    void session() {
        sessions++;
        reported = null;
    }

    void ignored() {
        ignored++;
    }

    /** The next refusal is news, whatever the last one was. */
    void forgetReported() {
        reported = null;
    }

    /** Counts; true when it is another cause than the last time, or a minute has passed. */
    boolean refused(TlsCause cause, String what, long nowNs) {
        refused.merge(cause, 1L, Long::sum);
        lastRefusal = cause.text() + ": " + what;
        if (reported == cause && nowNs - reportNs < 0) {
            return false;
        }
        reported = cause;
        reportNs = nowNs + REPORT_INTERVAL_NS;
        return true;
    }

    /** Whether frames were passed over since the last {@link #publish}. */
    boolean hasNews() {
        return ignored != status.ignored();
    }

    void publish(TlsState state, Optional<TlsSessionInfo> session) {
        status = new TlsLinkStatus(state, session, sessions, ignored, refused, lastRefusal);
    }
}
