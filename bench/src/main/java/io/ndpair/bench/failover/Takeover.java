package io.ndpair.bench.failover;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * One takeover as it was seen on the wire.
 *
 * @param silenceMs from the last advertisement of the old master to the first of the new
 * @param advertMs from the kill to that first one
 * @param forwardedMs from the kill to the first packet that the new master forwarded to a user
 * @param announcedMs from the kill until each virtual address was announced by the new master
 * @param solicitations of the new master for users, in the time after its first advertisement that was watched
 * @param forwardedAtMs when that first packet was, by the wall clock
 */
record Takeover(
        double silenceMs,
        double advertMs,
        double forwardedMs,
        double announcedMs,
        int solicitations,
        double forwardedAtMs) {
    /** How long the new master's solicitations are counted. */
    static final double WATCHED_MS = 500;

    private static final byte[] USERS = Arrays.copyOf(Frame.address(Network.USER_PREFIX), 8);

    /**
     * What is looked for.
     *
     * @param killedMs when the old master was killed, by the wall clock
     * @param oldMac of the old master on the users' link
     * @param newMac of the new one
     * @param virtual the addresses that are to be announced there
     */
    record Question(double killedMs, String oldMac, String newMac, List<byte[]> virtual) {}

    /**
     * Reads it from the frames.
     *
     * @throws IOException when something that belongs to a takeover is not there, or the old master said farewell.
     */
    static Takeover read(List<Frame> frames, Question asked) throws IOException {
        double lastOldMs = -1;
        double firstNewMs = -1;
        double forwardedMs = -1;
        for (final Frame frame : frames) {
            if (frame.isAdvert() && frame.isFrom(asked.oldMac)) {
                if (frame.priority() == 0) {
                    throw new IOException("the killed master said farewell: not a kill");
                }
                lastOldMs = frame.atMs();
            } else if (frame.atMs() >= asked.killedMs && frame.isFrom(asked.newMac)) {
                if (frame.isAdvert() && firstNewMs < 0) {
                    firstNewMs = frame.atMs();
                } else if (frame.isUdp() && forwardedMs < 0) {
                    forwardedMs = frame.atMs();
                }
            }
        }
        require("an advertisement of the old master", lastOldMs);
        require("an advertisement of the new master", firstNewMs);
        require("a packet forwarded by the new master", forwardedMs);
        double announcedMs = 0;
        for (final byte[] address : asked.virtual) {
            announcedMs = Math.max(announcedMs, announced(frames, asked, address));
        }
        return new Takeover(
                firstNewMs - lastOldMs,
                firstNewMs - asked.killedMs,
                forwardedMs - asked.killedMs,
                announcedMs - asked.killedMs,
                solicitations(frames, asked, firstNewMs),
                forwardedMs);
    }

    private static double announced(List<Frame> frames, Question asked, byte[] address) throws IOException {
        final double atMs = frames.stream()
                .filter(frame -> frame.atMs() >= asked.killedMs
                        && frame.isFrom(asked.newMac)
                        && frame.isAbout(Frame.NEIGHBOR_ADVERTISED, address))
                .mapToDouble(Frame::atMs)
                .findFirst()
                .orElse(-1);
        return require("an announcement of each virtual address", atMs);
    }

    private static int solicitations(List<Frame> frames, Question asked, double fromMs) {
        return (int) frames.stream()
                .filter(frame -> frame.atMs() >= fromMs
                        && frame.atMs() < fromMs + WATCHED_MS
                        && frame.isFrom(asked.newMac)
                        && frame.isAbout(Frame.NEIGHBOR_SOLICITED, USERS))
                .count();
    }

    private static double require(String what, double atMs) throws IOException {
        if (atMs < 0) {
            throw new IOException(what + " is not in the capture");
        }
        return atMs;
    }
}
