/**
 * The Linux kernel as a device's surroundings: its neighbor tables, its interfaces and addresses, raw IPv6 sockets for adverts.
 *
 * <p>The tour: {@link io.ndpair.node.linux.LinuxInterfaces} follows links and addresses; {@link
 * io.ndpair.node.linux.LinuxNeighborSource} reads the neighbors that the kernel learns, {@link
 * io.ndpair.node.linux.LinuxNeighborSink} installs the peer's; {@link io.ndpair.node.linux.RawAdvertChannel} carries VRRP
 * adverts and {@link io.ndpair.node.linux.LinuxAddressOwner} puts virtual addresses on and off. All of them are confined to one
 * thread each, never block for the network, and are driven by duty cycles. Native calls stand in {@code LibC} alone. Written for
 * 64-bit Linux, where x86-64 and AArch64 agree on every constant and layout that is used.
 */
package io.ndpair.node.linux;
