/** What the sessions ask of a channel to the peer: ordered, reliable messages that may break at any time. */
package io.ndpair.transport.link;
