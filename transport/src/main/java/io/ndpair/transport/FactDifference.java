package io.ndpair.transport;

/**
 * A configuration fact that is not alike on the two devices.
 *
 * @param name of the fact
 * @param local value here; empty when it is not configured here
 * @param peer value there; empty when it is not configured there
 */
public record FactDifference(String name, String local, String peer) {

    @Override
    public String toString() {
        return name + ": here " + (local.isEmpty() ? "nothing" : local) + ", at the peer "
                + (peer.isEmpty() ? "nothing" : peer);
    }
}
