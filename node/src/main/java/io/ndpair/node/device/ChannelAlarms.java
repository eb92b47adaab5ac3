package io.ndpair.node.device;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The vendor's log RBS_CHANNEL_STATUS_CHANGE: a remote-backup-service's channel is up while a session of any of its profiles is, as its display says.
 * One thread, that of replication.
 */
final class ChannelAlarms {
    private static final String LOG = "RBS/4/RBS_CHANNEL_STATUS_CHANGE: channel status changed (serviceName=";

    private final ErrorLog errors;
    private final Map<String, Set<String>> sessions = new HashMap<>();

    ChannelAlarms(ErrorLog errors) {
        this.errors = errors;
    }

    /** A session was made. */
    void up(String service, String profile) {
        final Set<String> up = sessions.computeIfAbsent(service, name -> new HashSet<>());
        if (up.add(profile) && up.size() == 1) {
            errors.alarm(service, LOG + service + ", channelState=Up)");
        }
    }

    /** A session has ended. */
    void down(String service, String profile, String reason) {
        final Set<String> up = sessions.get(service);
        if (up != null && up.remove(profile) && up.isEmpty()) {
            sessions.remove(service);
            errors.alarm(service, LOG + service + ", channelState=Down, Reason=" + reason + ")");
        }
    }
}
