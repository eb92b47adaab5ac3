package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import org.agrona.DirectBuffer;

/** A machine at a source address with a clock that the test moves. */
final class Router {
    static final long LOCAL = 0x0aL;

    final VrrpGroup machine;
    long nowNs;
    int lastActions;

    private Router(VrrpGroupConfig config, boolean ready, long startNs) {
        machine = new VrrpGroup(config, ready);
        nowNs = startNs;
    }

    static Router initial(VrrpGroupConfig config, boolean ready) {
        // Near the overflow of the clock, so that comparisons of deadlines other than by subtraction fail.
        return new Router(config, ready, Long.MAX_VALUE - 700_000_000L);
    }

    static Router started(VrrpGroupConfig config) {
        return started(config, true);
    }

    static Router started(VrrpGroupConfig config, boolean ready) {
        final Router router = initial(config, ready);
        router.linkUp();
        return router;
    }

    /** Started with a table that was complete once and is not as good as the master's now. */
    static Router unready(VrrpGroupConfig config) {
        final Router router = started(config);
        router.machine.onReady(false, router.nowNs);
        return router;
    }

    static Router master(VrrpGroupConfig config) {
        final Router router = started(config);
        router.runUntilRole(Role.MASTER);
        return router;
    }

    int linkUp() {
        lastActions = machine.onLinkUp(Adverts.LINK_LOCAL, LOCAL, nowNs);
        return lastActions;
    }

    int linkDown() {
        lastActions = machine.onLinkDown(nowNs);
        return lastActions;
    }

    /** A tracked object fails. */
    int fail(String object) {
        lastActions = machine.onTracked(object, false, nowNs);
        return lastActions;
    }

    /** A tracked object comes back. */
    int recover(String object) {
        lastActions = machine.onTracked(object, true, nowNs);
        return lastActions;
    }

    int hear(int priority, int intervalCs, long sourceLow) {
        return hear(Adverts.advert(priority, intervalCs, sourceLow), sourceLow);
    }

    int hear(DirectBuffer packet, long sourceLow) {
        lastActions = machine.onAdvert(packet, 0, packet.capacity(), Adverts.LINK_LOCAL, sourceLow, 255, true, nowNs);
        return lastActions;
    }

    /** Runs timers up to {@code ns} from now, each at its very deadline. */
    int advance(long ns) {
        final long endNs = nowNs + ns;
        int actions = 0;
        while (endNs - machine.nextDeadlineNs(nowNs) >= 0) {
            nowNs = machine.nextDeadlineNs(nowNs);
            actions |= machine.onTimer(nowNs);
        }
        nowNs = endNs;
        lastActions = actions;
        return actions;
    }

    /** Runs timers until the role is there; returns how long that took. */
    long runUntilRole(Role role) {
        final long beginNs = nowNs;
        while (machine.role() != role) {
            nowNs = machine.nextDeadlineNs(nowNs);
            lastActions = machine.onTimer(nowNs);
        }
        return nowNs - beginNs;
    }

    long untilDeadlineNs() {
        return machine.nextDeadlineNs(nowNs) - nowNs;
    }

    boolean did(int action) {
        return VrrpAction.has(lastActions, action);
    }

    Role role() {
        return machine.role();
    }
}
