/**
 * The daemon: a {@link io.ndpair.node.device.Device} that is configured by a file of VRP commands and operated through the shell.
 * {@link io.ndpair.node.daemon.Daemon} is the facade.
 */
package io.ndpair.node.daemon;
