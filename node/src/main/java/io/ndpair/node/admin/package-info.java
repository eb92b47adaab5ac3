/**
 * The local door of a running device: a Unix domain socket in its data directory, for {@code exec} and {@code shell}.
 *
 * <p>{@link io.ndpair.node.admin.AdminServer} is an agent of the device, {@link io.ndpair.node.admin.AdminClient} the other
 * end, {@link io.ndpair.node.admin.ShellClient} the operator's terminal on top of it. Both sides speak frames: a length of
 * four bytes in network order, a type of one byte, text in UTF-8. Whoever can open the socket can do everything, so its mode
 * is 0600.
 */
package io.ndpair.node.admin;
