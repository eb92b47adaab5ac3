/** VRRP between two UDP sockets, for machines without root. */
package io.ndpair.election.vrrp.udp;
