/**
 * The configuration of a device as immutable, checked values.
 *
 * <p>{@link io.ndpair.node.config.DeviceConfig} is the whole; each record refuses what is out of range by itself, and
 * {@code Validation} refuses what does not fit together. {@code CandidateConfig} is the two-stage editing of VRP: commands change a candidate, {@code commit}
 * hands it to the device. {@code ConfigText} prints a configuration as the commands that make it.
 * All types here are plain values or confined to one thread; none does I/O.
 */
package io.ndpair.node.config;
