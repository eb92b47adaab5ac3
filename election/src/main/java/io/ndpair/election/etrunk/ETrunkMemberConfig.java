package io.ndpair.election.etrunk;

/**
 * A member of an E-Trunk.
 *
 * @param name           name of the member in role events, unique on the device
 * @param ethTrunk       number of the Eth-Trunk on this device, 0..{@link #MAX_ETH_TRUNK}
 * @param remoteEthTrunk number of its counterpart on the peer
 * @param mode           how it comes to its role
 */
public record ETrunkMemberConfig(String name, int ethTrunk, int remoteEthTrunk, MemberMode mode) {
    /** Largest number of an Eth-Trunk: what two bytes of a hello hold. */
    public static final int MAX_ETH_TRUNK = 65_535;

    public ETrunkMemberConfig {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a member needs a name");
        }
        check(name, "ethTrunk", ethTrunk);
        check(name, "remoteEthTrunk", remoteEthTrunk);
    }

    private static void check(String member, String field, int value) {
        if (value < 0 || value > MAX_ETH_TRUNK) {
            throw new IllegalArgumentException(
                    "member " + member + ": " + field + " is " + value + ", expected 0.." + MAX_ETH_TRUNK);
        }
    }
}
