package io.ndpair.node.simulation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What users did, kept outside of both devices: for every neighbor the values that were ever handed to a master, in their order, and the last one that
 * a master was told to be on its peer. Anything from that one on may be found later; anything before is a loss.
 */
final class Ledger {
    static final long ABSENT = 0;
    private static final int LIFE = 8;

    private final long[][] values;
    private final byte[][] devices;
    private final long[][] atNs;
    private final long[][] deadBeforeNs;
    private final boolean[][] settled;
    /** How many times all promises had been forfeited by then. */
    private final int[][] eras;

    private int era;
    private final long[] deadNs = new long[2];
    private final long inexactNs;
    private final int[] count;
    private final int[] acked;
    /** Neighbors that are learned once and never change. */
    final BitSet stable = new BitSet();

    long acks;

    Ledger(int keys, long inexactNs) {
        values = new long[keys][2];
        devices = new byte[keys][2];
        atNs = new long[keys][2];
        deadBeforeNs = new long[keys][2];
        settled = new boolean[keys][2];
        eras = new int[keys][2];
        this.inexactNs = inexactNs;
        count = new int[keys];
        acked = new int[keys];
        Arrays.fill(acked, -1);
    }

    int keys() {
        return count.length;
    }

    /** A value is handed to a master; answers its number. */
    int attempt(int key, long value, int device, long nowNs) {
        if (count[key] == values[key].length) {
            values[key] = Arrays.copyOf(values[key], 2 * count[key]);
            devices[key] = Arrays.copyOf(devices[key], 2 * count[key]);
            deadBeforeNs[key] = Arrays.copyOf(deadBeforeNs[key], 2 * count[key]);
            settled[key] = Arrays.copyOf(settled[key], 2 * count[key]);
            eras[key] = Arrays.copyOf(eras[key], 2 * count[key]);
            atNs[key] = Arrays.copyOf(atNs[key], 2 * count[key]);
        }
        atNs[key][count[key]] = nowNs;
        deadBeforeNs[key][count[key]] = deadNs[device];
        devices[key][count[key]] = (byte) device;
        eras[key][count[key]] = era;
        values[key][count[key]] = value;
        return count[key]++;
    }

    /** A value was acked: nothing older may be found from now on, but see {@link #overtakes}. */
    void acked(int key, int number) {
        acks++;
        settled[key][number] = true;
        acked[key] = Math.max(acked[key], number);
    }

    boolean isAcked(int key) {
        return acked[key] >= 0;
    }

    /** Two losses at once: nothing is promised any more of what was acked before. */
    void forfeit() {
        era++;
        Arrays.fill(acked, -1);
        for (boolean[] each : settled) {
            Arrays.fill(each, false);
        }
    }

    /** Null if a device may have this value of a neighbor. */
    String complaint(int key, long found, boolean stale) {
        int least = acked[key];
        if (least < 0) {
            return null;
        }
        for (int i = count[key] - 1; i >= 0; i--) {
            if (values[key][i] == found && (i >= least || overtakes(key, i, least, stale))) {
                return null;
            }
        }
        return "neighbor " + key + " is " + text(found) + (stale ? " (stale)" : "") + " but no. " + least
                + " was acked: " + text(values[key][least]) + " of " + count[key] + "; " + life(key, least);
    }

    /**
     * Whether a value that was never acked may have been merged over one that was acked and is younger: the other device was master too, and ages tell no
     * more than they are exact. A device that has lost what it was handed before is as good as another one.
     */
    private boolean overtakes(int key, int number, int other, boolean stale) {
        boolean bySame = devices[key][number] == devices[key][other] && eras[key][number] == eras[key][other];
        if (bySame || settled[key][number]) {
            return false;
        }
        // A master that does not know any more what it has removed asks the neighbor.
        return (stale && isRemovedFrom(key, other))
                || atNs[key][number] + inexactNs + dead(key, number) >= atNs[key][other];
    }

    private boolean isRemovedFrom(int key, int number) {
        for (int i = number; i < count[key]; i++) {
            if (values[key][i] == ABSENT) {
                return true;
            }
        }
        return false;
    }

    /** For so long the device that was handed a value has been dead since: its table time stood still, and what it had seems younger by that. */
    private long dead(int key, int number) {
        return deadNs[devices[key][number]] - deadBeforeNs[key][number];
    }

    /** A device is dead for so long. */
    void dead(int device, long lengthNs) {
        deadNs[device] += lengthNs;
    }

    /** The last values of a neighbor, by whom and when. */
    private String life(int key, int least) {
        StringBuilder text = new StringBuilder("it was");
        for (int i = Math.max(0, Math.min(least, count[key]) - LIFE); i < count[key]; i++) {
            text.append(' ')
                    .append(text(values[key][i]))
                    .append(devices[key][i] == 0 ? "@A+" : "@B+")
                    .append(atNs[key][i] / 1_000_000L);
        }
        return text.toString();
    }

    private static String text(long value) {
        return value == ABSENT ? "absent" : Long.toHexString(value);
    }
}
