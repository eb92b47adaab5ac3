/**
 * The configuration of a device as immutable, checked values.
 *
 * <p>{@link io.ndpair.node.config.DeviceConfig} is the whole; each record refuses what is out of range by itself, and
 * {@link io.ndpair.node.config.Validation} refuses what does not fit together. {@link io.ndpair.node.config.CandidateConfig} is the two-stage editing of VRP: commands change a candidate, {@code commit}
 * hands it to the device. {@link io.ndpair.node.config.ConfigText} prints a configuration as the commands that make it.
 * All types here are plain values or confined to one thread; none does I/O.
 */
package io.ndpair.node.config;
