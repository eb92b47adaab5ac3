package io.ndpair.bench.environment;

/**
 * What else the machine did while a figure was taken.
 *
 * @param stealPercent share of all cores' time that the hypervisor took
 * @param othersPercent share of all cores' time that other processes took
 * @param switchesPerSecond context switches of the whole machine
 * @param preemptions times that a thread of the measuring process was put aside against its will
 * @param jitterP99Us how late a thread that sleeps 1 ms wakes up, 99th percentile, microseconds
 * @param jitterMaxUs how late at worst
 */
public record Disturbance(
        double stealPercent,
        double othersPercent,
        double switchesPerSecond,
        long preemptions,
        double jitterP99Us,
        double jitterMaxUs) {

    /** The worse of two in each respect. */
    public Disturbance worst(Disturbance other) {
        return new Disturbance(
                Math.max(stealPercent, other.stealPercent),
                Math.max(othersPercent, other.othersPercent),
                Math.max(switchesPerSecond, other.switchesPerSecond),
                Math.max(preemptions, other.preemptions),
                Math.max(jitterP99Us, other.jitterP99Us),
                Math.max(jitterMaxUs, other.jitterMaxUs));
    }
}
