package io.ndpair.transport.session;

import io.ndpair.store.model.Epoch;
import io.ndpair.transport.session.SessionCounters.Figure;

/** The master's side of a repair: a {@link RangeWalk} in the middle of a real-time stream. */
final class RepairSender {

    private final SessionConfig config;
    private final Outlet outlet;
    private final SessionCounters counters;
    private final SessionEvents events;
    private final RangeWalk walk;
    private boolean running;
    private long images;
    private long bytes;

    RepairSender(SessionConfig config, Outlet outlet, SessionCounters counters, SessionEvents events, RangeWalk walk) {
        this.config = config;
        this.outlet = outlet;
        this.counters = counters;
        this.events = events;
        this.walk = walk;
    }

    /** Begins, unless one is under way. */
    void begin() {
        if (!running) {
            running = true;
            images = 0;
            bytes = 0;
            walk.begin(true);
        }
    }

    void stop() {
        running = false;
        walk.stop();
    }

    boolean running() {
        return running;
    }

    /**
     * Sends digests and images, where stream and table stand at one place.
     *
     * @param sequence of that place
     * @return messages sent
     */
    int doWork(Epoch epoch, long sequence) {
        walk.forgetPending();
        int sent = 0;
        while (sent < config.imagesPerDutyCycle() && !walk.over() && !walk.asked() && walk.hasRoom()) {
            if (!(walk.toAsk() ? walk.offerPage(epoch, sequence) : walk.offerImage())) {
                return sent;
            }
            sent++;
            if (!walk.asked()) {
                images++;
                bytes += outlet.imageLength();
                counters.add(Figure.REPAIR_IMAGES, 1);
                counters.add(Figure.REPAIR_BYTES, outlet.imageLength());
            }
        }
        if (walk.over()) {
            running = false;
            counters.add(Figure.REPAIRS, 1);
            events.onRepaired(images, bytes);
        }
        return sent;
    }
}
