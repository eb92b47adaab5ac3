package io.ndpair.election.vrrp;

/** Something odd in an advertisement that does not make it invalid, but that an operator should hear of. */
public enum AdvertNotice {
    /** The sender's address list is not ours (rules R13 to R15). */
    ADDRESS_LIST_DIFFERS("R13", "another list of virtual addresses is advertised"),
    /** The sender advertises at another interval than ours (R16). */
    INTERVAL_DIFFERS("R16", "another advertisement interval is in use"),
    /** Somebody advertises from our own source address: a duplicate, or an echo of our own packets (E4). */
    OWN_SOURCE_HEARD("E4", "advertisements come from our own address"),
    /** Two routers claim to own the addresses (O3, erratum 8298). */
    SECOND_OWNER("O3", "another router advertises priority 255");

    private final String rule;
    private final String text;

    AdvertNotice(String rule, String text) {
        this.rule = rule;
        this.text = text;
    }

    /** Id of the rule. */
    public String rule() {
        return rule;
    }

    /** What is odd, in words. */
    public String text() {
        return text;
    }
}
