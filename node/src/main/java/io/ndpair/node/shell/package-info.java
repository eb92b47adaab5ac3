/**
 * The VRP command line of a device: grammar, views, help, displays.
 *
 * <p>{@link io.ndpair.node.shell.ShellSession} is the facade: one per operator, it takes lines and gives text. It knows the
 * device only by {@link io.ndpair.node.shell.DeviceAccess}. {@link io.ndpair.node.shell.ConfigFile} reads a file of the same
 * commands. Everything here is plain logic without I/O and without threads; a session is confined to one thread.
 */
package io.ndpair.node.shell;
