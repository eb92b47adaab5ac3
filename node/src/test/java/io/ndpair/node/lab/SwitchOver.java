package io.ndpair.node.lab;

import java.util.List;
import java.util.Locale;

/**
 * What was seen of a switchover on the wire.
 *
 * @param mastershipMs from the last advertisement of the old master to the first one of the new.
 * @param killToAdvertMs from the kill to the first advertisement of the new master.
 * @param solicitations Neighbor Solicitations of the new master for users, in its first 500 ms.
 * @param sent pings sent.
 * @param lost pings that got no answer.
 * @param longestSilenceMs longest time that one user did not answer.
 * @param usersWithoutAnswer users that did not answer the last pings.
 */
record SwitchOver(
        double mastershipMs,
        double killToAdvertMs,
        int solicitations,
        int sent,
        int lost,
        int longestSilenceMs,
        int usersWithoutAnswer) {
    private static final double WATCHED_S = 0.5;
    private static final int LAST_PINGS = 5;

    static SwitchOver read(double killedS, String capture, String oldMac, String newMac, String pings, int periodMs) {
        double lastOldS = 0;
        double firstNewS = 0;
        for (final String line : capture.lines().toList()) {
            if (line.contains("VRRPv3")) {
                final double atS = Double.parseDouble(line.substring(0, line.indexOf(' ')));
                if (line.contains(oldMac + " >")) {
                    lastOldS = atS;
                } else if (line.contains(newMac + " >") && firstNewS == 0 && atS > killedS) {
                    firstNewS = atS;
                }
            }
        }
        if (lastOldS == 0 || firstNewS == 0) {
            throw new AssertionError("the advertisements of both routers should be in this capture: " + capture);
        }
        int solicitations = 0;
        for (final String line : capture.lines().toList()) {
            if (line.contains("neighbor solicitation")
                    && line.contains(newMac + " >")
                    && line.contains(Lab.USER_PREFIX)) {
                final double atS = Double.parseDouble(line.substring(0, line.indexOf(' ')));
                if (atS >= firstNewS && atS < firstNewS + WATCHED_S && line.contains("who has " + Lab.USER_PREFIX)) {
                    solicitations++;
                }
            }
        }
        return counted((firstNewS - lastOldS) * 1000, (firstNewS - killedS) * 1000, solicitations, pings, periodMs);
    }

    private static SwitchOver counted(
            double mastershipMs, double killMs, int solicitations, String pings, int periodMs) {
        int sent = 0;
        int lost = 0;
        int longest = 0;
        int silent = 0;
        for (final String line : pings.lines().filter(l -> l.contains(" : ")).toList()) {
            final List<String> answers = Shell.words(line.substring(line.indexOf(" : ") + 3));
            int run = 0;
            for (final String answer : answers) {
                sent++;
                if (answer.equals("-")) {
                    lost++;
                    run++;
                    longest = Math.max(longest, run);
                } else {
                    run = 0;
                }
            }
            if (run >= LAST_PINGS) {
                silent++;
            }
        }
        return new SwitchOver(mastershipMs, killMs, solicitations, sent, lost, longest * periodMs, silent);
    }

    void print() {
        System.out.printf(
                Locale.ROOT,
                "lab: last advertisement of the old master to the first of the new %.1f ms, kill to it %.1f ms;"
                        + " pings sent %d, lost %d, longest time without answers %d ms; solicitations for known users"
                        + " in the first 500 ms: %d%n",
                mastershipMs,
                killToAdvertMs,
                sent,
                lost,
                longestSilenceMs,
                solicitations);
    }
}
