/**
 * VRRP version 3 for IPv6 (RFC 9568): the machine {@link io.ndpair.election.vrrp.VrrpGroup} and its packets, without
 * sockets, threads or clocks of its own. VRRP6 in the words of vendors.
 */
package io.ndpair.election.vrrp;
