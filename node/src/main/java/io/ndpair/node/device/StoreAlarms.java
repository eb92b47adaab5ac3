package io.ndpair.node.device;

import io.ndpair.store.model.StoreListener;

/** Makes alarms of what a store tells. */
final class StoreAlarms implements StoreListener {
    private final String profile;
    private final ErrorLog errors;

    StoreAlarms(String profile, ErrorLog errors) {
        this.profile = profile;
        this.errors = errors;
    }

    @Override
    public void onJournalGap(long firstSequence, String reason) {
        errors.alarm(profile, "the journal has a gap from sequence " + firstSequence + " on: " + reason);
    }

    @Override
    public void onJournalRestored() {
        errors.info(profile, "the journal is complete again");
    }

    @Override
    public void onCorruptTail(String what, long lastGoodSequence) {
        errors.alarm(profile, "the journal was cut after sequence " + lastGoodSequence + ": " + what);
    }

    @Override
    public void onError(Throwable error) {
        errors.onError(profile, error);
    }
}
