package io.ndpair.election.vrrp;

import java.util.HexFormat;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Groups and packets for tests: VRID 51 with the addresses of the golden frames. */
public final class Adverts {
    public static final long MS = 1_000_000L;
    public static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;
    public static final List<VirtualAddress> ADDRESSES = List.of(
            new VirtualAddress(LINK_LOCAL, 0x0001_0051L, 64),
            new VirtualAddress(0x2001_0db8_0001_0000L, 0x51L, 64),
            new VirtualAddress(0x2001_0db8_0001_0000L, 0x52L, 64));

    private Adverts() {}

    public static VrrpGroupConfig group(int priority, int intervalCs) {
        return group(priority, intervalCs, true, 0);
    }

    public static VrrpGroupConfig group(int priority, int intervalCs, boolean preempt, int delayS) {
        return new VrrpGroupConfig("g51", "eth0", 51, priority, intervalCs, 3, preempt, delayS, ADDRESSES);
    }

    /** Tracks an object {@code uplink} whose failure changes the priority so. */
    public static VrrpGroupConfig tracking(int priority, TrackedObject.Effect effect, int amount) {
        return group(priority, 10)
                .withOptions(
                        VrrpGroupOptions.DEFAULT.withTracked(List.of(new TrackedObject("uplink", effect, amount))));
    }

    /** A packet of a router with our addresses, fe80::{sourceLow}. */
    public static MutableDirectBuffer advert(int priority, int intervalCs, long sourceLow) {
        final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[VrrpAdvertisement.HEADER_BYTES + 48]);
        final VrrpGroupConfig sender = group(100, intervalCs);
        VrrpAdvertisement.encode(buffer, 0, sender, priority, LINK_LOCAL, sourceLow);
        return buffer;
    }

    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
