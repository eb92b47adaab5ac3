package io.ndpair.election;

import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.DropReason;

/** The listener that hears nothing. */
enum NoElectorListener implements ElectorListener {
    INSTANCE;

    @Override
    public void onDropped(String interfaceName, String group, DropReason reason, long total) {}

    @Override
    public void onNotice(String group, AdvertNotice notice, long total) {}

    @Override
    public void onError(String where, Throwable error) {}
}
