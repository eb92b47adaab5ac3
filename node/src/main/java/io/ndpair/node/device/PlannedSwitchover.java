package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.transport.ReplicationState;
import io.ndpair.transport.SwitchoverState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A planned switchover of everything that follows one VRRP6 group (with the members of an admin group) or one member of an E-Trunk: the elector
 * resigns only when the peer has everything of every profile in its journal, and nothing changes from then until the role is given up. On the
 * replication thread.
 */
final class PlannedSwitchover {
    /** The election decides within a duty cycle of its own, and roles come right after. */
    private static final long RESIGN_TIMEOUT_NS = 1_000_000_000L;

    private final String elector;
    private final List<Profile> profiles;
    private final Consumer<Consumer<String>> resign;
    private final CompletableFuture<String> answer;
    private final long timeoutNs;
    private boolean asked;
    private long resignEndNs;
    private volatile boolean answered;
    private volatile String refusal = "";

    /**
     * @param elector key of what resigns.
     * @param profiles all that follow it.
     * @param resign asks it to resign, with where to tell why it does not (empty when it has).
     * @param answer completed in a later duty cycle: empty when this device has resigned, otherwise why it stays what it is.
     * @param timeoutNs within which the peer must have everything in its journal.
     */
    PlannedSwitchover(
            String elector,
            List<Profile> profiles,
            Consumer<Consumer<String>> resign,
            CompletableFuture<String> answer,
            long timeoutNs) {
        this.elector = elector;
        this.profiles = profiles;
        this.resign = resign;
        this.answer = answer;
        this.timeoutNs = timeoutNs;
    }

    /** Begins, unless another one of the same elector is among those under way; returns whether it is over already. */
    boolean begin(List<PlannedSwitchover> underWay, long nowNs) {
        if (underWay.stream().anyMatch(other -> other.elector.equals(elector))) {
            answer.complete("a switchover is under way already");
            return true;
        }
        for (final Profile profile : profiles) {
            profile.beginDrain(timeoutNs, nowNs);
        }
        return refused();
    }

    /** One bounded duty cycle; returns whether it is over. */
    boolean doWork(long nowNs) {
        if (!asked) {
            return refused() || (drained() && ask(nowNs));
        }
        if (answered && !refusal.isEmpty()) {
            return giveUp(elector + " did not resign: " + refusal);
        }
        if (answered && profiles.stream().noneMatch(profile -> profile.role() == Role.MASTER)) {
            answer.complete("");
            return true;
        }
        return nowNs - resignEndNs >= 0 && giveUp(elector + " has not resigned within a second");
    }

    private boolean drained() {
        for (final Profile profile : profiles) {
            if (profile.switchoverState() != SwitchoverState.DRAINED) {
                return false;
            }
        }
        return true;
    }

    /** At this very moment the peer has everything of all of them, if their sessions live. */
    private boolean ask(long nowNs) {
        for (final Profile profile : profiles) {
            if (profile.replicator().state() != ReplicationState.REAL_TIME) {
                return giveUp(named(profile, "the session with the peer was lost meanwhile"));
            }
        }
        asked = true;
        resignEndNs = nowNs + RESIGN_TIMEOUT_NS;
        try {
            resign.accept(this::onAnswer);
        } catch (final RuntimeException e) {
            return giveUp(elector + " did not resign: " + e.getMessage());
        }
        return false;
    }

    /** On the elector's thread. */
    private void onAnswer(String why) {
        refusal = why;
        answered = true;
    }

    /** Whether one of them is not safe to be handed over, or not any more: then none is. */
    private boolean refused() {
        for (final Profile profile : profiles) {
            final SwitchoverState state = profile.switchoverState();
            if (state == SwitchoverState.REFUSED) {
                return giveUp(named(profile, profile.replicator().switchoverReason()));
            }
            if (state == SwitchoverState.NONE) {
                return giveUp(named(profile, "the role changed meanwhile"));
            }
        }
        return false;
    }

    private String named(Profile profile, String why) {
        return profiles.size() == 1
                ? why
                : "remote-backup-profile " + profile.spec().name() + ": " + why;
    }

    private boolean giveUp(String why) {
        for (final Profile profile : profiles) {
            profile.giveUpSwitchover(why);
        }
        answer.complete(why);
        return true;
    }
}
