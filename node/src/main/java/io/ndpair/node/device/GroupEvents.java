package io.ndpair.node.device;

import io.ndpair.election.ElectorListener;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.DropReason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * What the election tells goes from its thread to one that may wait: a log on a full disk or a terminal that nobody reads
 * would otherwise hold up advertisements. Offered by the elector's thread, carried out by {@link #doWork} on the disk
 * thread. What finds no room is counted and told later.
 */
final class GroupEvents implements ElectorListener {
    private static final int CAPACITY = 1024;
    private static final int PER_DUTY_CYCLE = 64;

    private final ErrorLog log;
    private final ManyToOneConcurrentArrayQueue<Runnable> waiting = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final AtomicLong lost = new AtomicLong();

    GroupEvents(ErrorLog log) {
        this.log = log;
    }

    @Override
    public void onDropped(String interfaceName, String group, DropReason reason, long total) {
        offer(() -> log.onDropped(interfaceName, group, reason, total));
    }

    @Override
    public void onNotice(String group, AdvertNotice notice, long total) {
        offer(() -> log.onNotice(group, notice, total));
    }

    @Override
    public void onError(String where, Throwable error) {
        offer(() -> log.onError(where, error));
    }

    /**
     * A group's role has changed: the vendor's alarm where there is one, a line otherwise.
     *
     * @param described what the alarm says of the group besides its states; asked on the thread that tells
     */
    void onRole(Supplier<GroupAlarm> described, Role from, Role to, RoleReason reason) {
        offer(() -> {
            if (from == to) {
                return;
            }
            final GroupAlarm where = described.get();
            final String text = where.text(from, to, reason);
            if (to == Role.MASTER || reason == RoleReason.START || reason == RoleReason.SHUTDOWN) {
                log.info(where.subject(), text);
            } else {
                log.alarm(where.subject(), text);
            }
        });
    }

    /** A weaker master is heard beside this one, or has yielded. */
    void onRival(String group, boolean present) {
        offer(() -> log.alarm(
                "VRRP6 " + group,
                present
                        ? "two masters: a weaker one is heard beside this device"
                        : "the other master has yielded or is silent"));
    }

    /** An alarm of another kind of the election. */
    void alarm(String subject, String text) {
        offer(() -> log.alarm(subject, text));
    }

    private void offer(Runnable event) {
        if (!waiting.offer(event)) {
            lost.incrementAndGet();
        }
    }

    /** Tells what is waiting; bounded. */
    int doWork(long nowNs) {
        int work = 0;
        Runnable event = waiting.poll();
        while (event != null) {
            event.run();
            work++;
            event = work < PER_DUTY_CYCLE ? waiting.poll() : null;
        }
        final long missed = lost.get();
        if (missed > 0) {
            lost.addAndGet(-missed);
            log.alarm("VRRP6", missed + " reports of the election found no room and were dropped");
        }
        return work;
    }
}
