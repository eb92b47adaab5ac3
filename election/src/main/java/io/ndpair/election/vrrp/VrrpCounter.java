package io.ndpair.election.vrrp;

/** What a group counts besides its drops. Every counter only grows. */
public enum VrrpCounter {
    ADVERTS_SENT("advertisements sent"),
    RESIGNATIONS_SENT("advertisements of priority 0 sent"),
    SEND_FAILURES("advertisements that the channel did not take"),
    ADVERTS_RECEIVED("valid advertisements received"),
    RESIGNATIONS_RECEIVED("advertisements of priority 0 received"),
    WEAKER_IGNORED("valid advertisements of a weaker router that changed no timer"),
    RIVALS("times another, weaker master was heard beside this one"),
    BECAME_MASTER("times this device became master"),
    ANNOUNCEMENTS("rounds of unsolicited Neighbor Advertisements");

    private final String text;

    VrrpCounter(String text) {
        this.text = text;
    }

    /** What is counted, in words. */
    public String text() {
        return text;
    }
}
