/** Hellos of an E-Trunk over UDP, IPv4 or IPv6. */
package io.ndpair.election.etrunk.udp;
