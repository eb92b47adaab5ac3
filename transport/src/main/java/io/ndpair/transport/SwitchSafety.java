package io.ndpair.transport;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The one answer to whether the roles may be exchanged now without losing anything but what is on its way, and on what it rests.
 *
 * @param safe whether it is
 * @param reason one clause: why not, or why it is
 * @param lagMutations mutations that the backup lacks
 * @param lagBytes the same in bytes of mutations
 * @param lagNs age of the oldest of them
 * @param digestAgeMs how long ago both tables were found alike at one sequence; negative = never
 */
public record SwitchSafety(
        boolean safe, String reason, long lagMutations, long lagBytes, long lagNs, long digestAgeMs) {

    private static final long MUTATION_BYTES = 32;
    private static final int MOST_NAMED = 8;

    /** Where one session stands, as far as the answer depends on it. */
    record Session(
            ReplicationRole role,
            ReplicationState state,
            String notReady,
            boolean alike,
            long lagMutations,
            long lagNs,
            long digestAgeMs,
            List<FactDifference> differences) {}

    /** Judges a session; a lag beyond the bound is too much for either side. */
    static SwitchSafety of(Session session, long mostLagMutations) {
        String objection = objection(session, mostLagMutations);
        return new SwitchSafety(
                objection.isEmpty(),
                objection.isEmpty() ? "the peer has the same table" : objection,
                session.lagMutations(),
                session.lagMutations() * MUTATION_BYTES,
                session.lagNs(),
                session.digestAgeMs());
    }

    private static String objection(Session session, long mostLagMutations) {
        switch (session.state()) {
            case DISCONNECTED:
            case HELLO:
                return "no session with the peer";
            case IDLE:
                return "no stream between the devices: one of them has no role, or neither is master";
            case DUAL_MASTER:
                return "both devices are master";
            case BATCH_BACKUP:
                return "batch backup under way";
            default:
                break;
        }
        if (session.role() == ReplicationRole.BACKUP && !session.notReady().isEmpty()) {
            return session.notReady();
        }
        if (!session.alike()) {
            return "the backup's table differs, or was not compared in this stream yet";
        }
        if (session.lagMutations() > mostLagMutations) {
            return "the backup is " + session.lagMutations() + " mutations behind";
        }
        if (!session.differences().isEmpty()) {
            int more = session.differences().size() - MOST_NAMED;
            return "the configurations differ: "
                    + session.differences().stream()
                            .limit(MOST_NAMED)
                            .map(FactDifference::name)
                            .collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + " more" : "");
        }
        return "";
    }
}
