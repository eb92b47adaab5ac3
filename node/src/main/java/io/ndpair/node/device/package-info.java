/**
 * A device. {@link io.ndpair.node.device.Device} is the facade, for embedders and for the daemon alike:
 *
 * <ul>
 *   <li>{@code Profiles} runs a {@code Profile} for each remote backup profile whose configuration is complete: a store, a session with
 *       the peer, a ring of commands from the embedder, and the kernel's side.
 *   <li>{@code Groups} runs the VRRP6 groups and tells the profiles their roles.
 *   <li>{@code DeviceThreads} says which agents share a thread; {@code ReplicationAgent} is the busy one.
 *   <li>{@link io.ndpair.node.device.Platform} is the machine: Linux, or names and loopback only.
 * </ul>
 */
package io.ndpair.node.device;
