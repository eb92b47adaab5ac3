package io.ndpair.election;

import io.ndpair.election.etrunk.ETrunk;
import io.ndpair.election.etrunk.HelloDrop;
import io.ndpair.election.etrunk.HelloNotice;
import java.util.EnumMap;
import java.util.Map;

/** Passes drops and oddities of one E-Trunk on to the listener, each kind at a limited rate; errors go the elector's way. */
final class ETrunkReporter {
    private static final HelloNotice[] NOTICES = HelloNotice.values();

    private final ETrunkListener listener;
    private final Reporter errors;
    private final long intervalNs;
    private final Map<HelloDrop, ReportLimiter> drops = new EnumMap<>(HelloDrop.class);
    private final Map<HelloNotice, ReportLimiter> notices = new EnumMap<>(HelloNotice.class);

    ETrunkReporter(ETrunkListener listener, Reporter errors, long intervalNs) {
        this.listener = listener;
        this.errors = errors;
        this.intervalNs = intervalNs;
        for (final HelloDrop reason : HelloDrop.values()) {
            drops.put(reason, new ReportLimiter());
        }
        for (final HelloNotice notice : NOTICES) {
            notices.put(notice, new ReportLimiter());
        }
    }

    void dropped(ETrunk machine, long nowNs) {
        final HelloDrop reason = machine.lastDrop();
        if (drops.get(reason).allows(nowNs, intervalNs)) {
            tell(
                    () -> listener.onHelloDropped(
                            machine.config().id(), reason, machine.counters().dropped(reason)),
                    nowNs);
        }
    }

    void noticed(ETrunk machine, long nowNs) {
        for (final HelloNotice notice : NOTICES) {
            if (machine.notices().contains(notice) && notices.get(notice).allows(nowNs, intervalNs)) {
                tell(() -> listener.onHelloNotice(machine.config().id(), notice), nowNs);
            }
        }
    }

    void error(String where, Throwable error, long nowNs) {
        errors.error(where, error, nowNs);
    }

    /** Calls a listener; what it throws ends here. */
    void tell(Runnable call, long nowNs) {
        try {
            call.run();
        } catch (RuntimeException e) {
            error("e-trunk listener", e, nowNs);
        }
    }
}
