package io.ndpair.election;

import io.ndpair.election.vrrp.VrrpGroupConfig;

/** The owner that does nothing. */
enum NoAddressOwner implements AddressOwner {
    INSTANCE;

    @Override
    public void claim(VrrpGroupConfig group) {}

    @Override
    public void announce(VrrpGroupConfig group) {}

    @Override
    public void release(VrrpGroupConfig group) {}

    @Override
    public int doWork(long nowNs) {
        return 0;
    }
}
