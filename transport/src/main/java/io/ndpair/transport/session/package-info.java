/**
 * The machines of replication, without I/O of their own: bytes come in through a {@link io.ndpair.transport.link.PeerLink}, a clock reading
 * comes with every call, bytes go out.
 *
 * <p>{@link io.ndpair.transport.session.PeerSession} is the whole: it says Hello ({@link io.ndpair.transport.session.Handshake}), watches over the
 * peer's silence, refuses what does not belong ({@link io.ndpair.transport.session.Refusal}), and lets the session of the role work:
 * {@link io.ndpair.transport.session.SourceSession} at the master, {@link io.ndpair.transport.session.SinkSession} at the backup.
 *
 * <p>Everything here belongs to the thread that writes the store.
 */
package io.ndpair.transport.session;
