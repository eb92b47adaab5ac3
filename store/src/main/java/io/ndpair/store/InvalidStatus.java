package io.ndpair.store;

/**
 * Neighbors that were refused because of what they say, by the first field that is wrong, whether they came from the embedder
 * or in a record of the peer; counts since open.
 *
 * @param address unspecified, loopback or multicast address
 * @param mac MAC that is zero though resolved, multicast, or longer than 48 bits
 * @param state no state of a neighbor
 * @param link link that was never defined
 * @param flags flags beyond 8 bits
 */
public record InvalidStatus(long address, long mac, long state, long link, long flags) {
    /** All of them. */
    public long total() {
        return address + mac + state + link + flags;
    }
}
