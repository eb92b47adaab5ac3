/**
 * Keeps the stores of two devices alike.
 *
 * <p>The way in is {@code Replicator}: one per profile, on the thread that writes the profile's store. It says Hello to the peer over a
 * {@link io.ndpair.transport.link.PeerLink}, and as the role demands it sends the table and every change to the peer
 * ({@code session.SourceSession}) or takes them from it ({@code session.SinkSession}). The sessions do no I/O of their own; the link that
 * production uses is made by {@link io.ndpair.transport.link.aeron.AeronTransport}.
 */
package io.ndpair.transport;
