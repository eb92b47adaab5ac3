/**
 * Who is master. {@link io.ndpair.election.Elector} is the facade: it runs any number of VRRP6 groups
 * ({@link io.ndpair.election.vrrp.VrrpGroup}, RFC 9568) over {@link io.ndpair.election.AdvertChannel}s, has their
 * addresses claimed and announced by an {@link io.ndpair.election.AddressOwner}, and tells a
 * {@link io.ndpair.election.role.RoleListener} of every change of role. The module knows neither tables nor replication:
 * whether a device is fit to preempt is told to it from outside.
 */
package io.ndpair.election;
