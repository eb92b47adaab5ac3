package io.ndpair.node.linux;

import io.ndpair.node.device.NeighborEvents;
import java.util.HashMap;
import java.util.Map;

/** A receiver that keeps the newest news, and can be full. */
final class RecordingEvents implements NeighborEvents {
    /** What is known of a neighbor. */
    record Known(String mac, int state, int flags, long ageMs) {}

    final Map<String, Known> present = new HashMap<>();
    int learnedCalls;
    int removedCalls;
    boolean full;

    @Override
    public boolean learned(
            final long addressHigh,
            final long addressLow,
            final String link,
            final long mac,
            final int state,
            final int flags,
            final long confirmedAgoMs) {
        if (full) {
            return false;
        }
        learnedCalls++;
        present.put(
                key(addressHigh, addressLow, link), new Known(Addresses.macText(mac), state, flags, confirmedAgoMs));
        return true;
    }

    @Override
    public boolean removed(final long addressHigh, final long addressLow, final String link) {
        if (full) {
            return false;
        }
        removedCalls++;
        present.remove(key(addressHigh, addressLow, link));
        return true;
    }

    Known of(final String address, final String link) {
        return present.get(key(Addresses.high(address), Addresses.low(address), link));
    }

    private static String key(final long high, final long low, final String link) {
        return Addresses.text(high, low) + "%" + link;
    }
}
