package io.ndpair.election.etrunk;

import java.util.Optional;

/**
 * Configuration of one E-Trunk, checked. Both devices' should be alike but for priority and system id.
 *
 * @param id              number of the E-Trunk, the same on both devices, 1..512
 * @param priority        1..254, the smaller wins
 * @param systemId        48 bits, not 0; of equal priorities the one with the smaller system id wins
 * @param helloPeriodDs   time between hellos in tenths of a second, 5..100
 * @param holdMultiplier  hello periods of silence after which the peer shall take this device for gone, 3..300
 * @param revert          whether a member takes over again from a peer's member that is well
 * @param revertDelayS    how long it waits before, 0..10800 seconds
 * @param negotiateDelayS how long the E-Trunk stays in Init after its start, 0..1800 seconds
 * @param key             authentication of hellos, if there is any; both devices' must be the same
 * @param sequence        whether hellos are protected against replay; both devices' must be the same
 * @param lacpSystemId    system id of the members' LACP, 48 bits, 0 = not configured; only compared with the peer's
 * @param lacpPriority    priority of the members' LACP, 0..65535; only compared with the peer's
 */
public record ETrunkConfig(
        int id,
        int priority,
        long systemId,
        int helloPeriodDs,
        int holdMultiplier,
        boolean revert,
        int revertDelayS,
        int negotiateDelayS,
        Optional<HelloKey> key,
        boolean sequence,
        long lacpSystemId,
        int lacpPriority) {
    /** Most members of an E-Trunk. */
    public static final int MAX_MEMBERS = 64;

    /** Nanoseconds of the unit of hello period and fail-time. */
    static final long DS_NS = 100_000_000L;

    private static final long MAX_SYSTEM_ID = 0xffff_ffff_ffffL;

    public ETrunkConfig {
        check(id, "id", id, 1, 512);
        check(id, "priority", priority, 1, 254);
        check(id, "systemId", systemId, 1, MAX_SYSTEM_ID);
        check(id, "helloPeriodDs", helloPeriodDs, 5, 100);
        check(id, "holdMultiplier", holdMultiplier, 3, 300);
        check(id, "revertDelayS", revertDelayS, 0, 10_800);
        check(id, "negotiateDelayS", negotiateDelayS, 0, 1_800);
        check(id, "lacpSystemId", lacpSystemId, 0, MAX_SYSTEM_ID);
        check(id, "lacpPriority", lacpPriority, 0, 65_535);
    }

    /** How long the peer shall wait for a hello of this device, in tenths of a second. */
    public int failTimeDs() {
        return helloPeriodDs * holdMultiplier;
    }

    private static void check(int trunk, String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "e-trunk " + trunk + ": " + field + " is " + value + ", expected " + min + ".." + max);
        }
    }
}
