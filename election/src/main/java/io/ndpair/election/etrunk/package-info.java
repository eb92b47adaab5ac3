/**
 * E-Trunk: two devices agree over UDP which of them is master, and for each pair of member Eth-Trunks, one on either device,
 * which of the two carries the traffic. {@link io.ndpair.election.etrunk.ETrunk} is the machine, without I/O: hellos, clock
 * readings and states of members go in, roles and hellos to send come out. What a hello looks like is in
 * {@code docs/format/etrunk-hello.md} and in {@link io.ndpair.election.etrunk.HelloLayout}. The machine runs in the
 * elector ({@code io.ndpair.election.ETrunks}).
 */
package io.ndpair.election.etrunk;
