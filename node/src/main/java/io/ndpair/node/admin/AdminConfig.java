package io.ndpair.node.admin;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/**
 * Settings of the local socket.
 *
 * @param directory where the socket {@value #SOCKET} is put, the data directory
 * @param maxSessions most sessions at a time, 1 to 256; further ones are told so
 * @param idleTimeoutNs a session that says nothing for so long is ended
 * @param stallTimeoutNs a session that does not read what it is sent, or does not open properly, for so long is ended
 * @param zone for the times in displays
 */
public record AdminConfig(Path directory, int maxSessions, long idleTimeoutNs, long stallTimeoutNs, ZoneId zone) {
    /** File name of the socket. */
    public static final String SOCKET = "ndpair.sock";

    private static final int MAX_SESSIONS = 256;

    /** Checks the ranges. */
    public AdminConfig {
        if (maxSessions < 1 || maxSessions > MAX_SESSIONS) {
            throw new IllegalArgumentException("maxSessions " + maxSessions + " is out of range 1 to " + MAX_SESSIONS);
        }
        if (idleTimeoutNs <= 0 || stallTimeoutNs <= 0) {
            throw new IllegalArgumentException("time-outs must be positive");
        }
    }

    /** 16 sessions, ended after 10 minutes of silence, or after 30 seconds without reading; local time. */
    public static AdminConfig of(Path directory) {
        return new AdminConfig(
                directory, 16, TimeUnit.MINUTES.toNanos(10), TimeUnit.SECONDS.toNanos(30), ZoneId.systemDefault());
    }

    /** With another bound of sessions. */
    public AdminConfig withMaxSessions(int value) {
        return new AdminConfig(directory, value, idleTimeoutNs, stallTimeoutNs, zone);
    }

    /** With other time-outs. */
    public AdminConfig withTimeoutsNs(long idle, long stall) {
        return new AdminConfig(directory, maxSessions, idle, stall, zone);
    }

    /** The socket. */
    public Path socket() {
        return directory.resolve(SOCKET);
    }
}
