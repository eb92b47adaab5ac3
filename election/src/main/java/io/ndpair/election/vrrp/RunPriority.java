package io.ndpair.election.vrrp;

import io.ndpair.election.vrrp.TrackedObject.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * The priority in force: what is configured, changed by what is tracked, within 1..254 (rule O4). A device whose table has
 * never been complete has the least one, an address owner too: it may have become master because it heard nobody, and must
 * then yield to whoever has the table as soon as the two hear each other.
 *
 * <p>A failure counts at once; an object that came back counts after it stayed so for a second (rule K3).
 */
final class RunPriority {
    static final long RESTORE_NS = 1_000_000_000L;
    private static final int LEAST = 1;

    private List<Tracked> tracked = List.of();
    private boolean complete;

    private static final class Tracked {
        final TrackedObject object;
        boolean down;
        boolean restoring;
        long restoreNs;

        Tracked(TrackedObject object) {
            this.object = object;
        }
    }

    RunPriority(List<TrackedObject> objects, boolean complete) {
        this.complete = complete;
        objects(objects);
    }

    /** Other objects are tracked; what is known of those that stay is kept. */
    void objects(List<TrackedObject> objects) {
        final List<Tracked> next = new ArrayList<>();
        for (final TrackedObject object : objects) {
            final Tracked now = new Tracked(object);
            final Tracked before = find(object.name());
            if (before != null) {
                now.down = before.down;
                now.restoring = before.restoring;
                now.restoreNs = before.restoreNs;
            }
            next.add(now);
        }
        tracked = List.copyOf(next);
    }

    /** An object's state was told. Returns its effect when it failed just now, or null. */
    Effect report(String name, boolean up, long nowNs) {
        final Tracked object = find(name);
        if (object == null) {
            return null;
        }
        if (up) {
            if (object.down && !object.restoring) {
                object.restoring = true;
                object.restoreNs = nowNs + RESTORE_NS;
            }
            return null;
        }
        object.restoring = false;
        final boolean failed = !object.down;
        object.down = true;
        return failed ? object.object.effect() : null;
    }

    /** Lets the objects count as up that have been so for long enough; returns whether there were any. */
    boolean restore(long nowNs) {
        boolean any = false;
        for (int i = 0; i < tracked.size(); i++) {
            final Tracked object = tracked.get(i);
            if (object.restoring && nowNs - object.restoreNs >= 0) {
                object.restoring = false;
                object.down = false;
                any = true;
            }
        }
        return any;
    }

    /** When {@link #restore} has something to do, or {@code otherwiseNs} when that is earlier. */
    long nextDeadlineNs(long otherwiseNs) {
        long next = otherwiseNs;
        for (int i = 0; i < tracked.size(); i++) {
            final Tracked object = tracked.get(i);
            if (object.restoring && object.restoreNs - next < 0) {
                next = object.restoreNs;
            }
        }
        return next;
    }

    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    int value(VrrpGroupConfig config) {
        if (!complete) {
            return LEAST;
        }
        if (config.owner()) {
            return VrrpGroupConfig.OWNER_PRIORITY;
        }
        int sum = config.priority();
        for (int i = 0; i < tracked.size(); i++) {
            final Tracked object = tracked.get(i);
            if (object.down) {
                sum += object.object.effect() == Effect.INCREASED ? object.object.amount() : -object.object.amount();
            }
        }
        return Math.max(LEAST, Math.min(VrrpGroupConfig.OWNER_PRIORITY - 1, sum));
    }

    List<TrackedState> states() {
        return tracked.stream()
                .map(object -> new TrackedState(object.object, object.down))
                .toList();
    }

    private Tracked find(String name) {
        for (int i = 0; i < tracked.size(); i++) {
            if (tracked.get(i).object.name().equals(name)) {
                return tracked.get(i);
            }
        }
        return null;
    }
}
