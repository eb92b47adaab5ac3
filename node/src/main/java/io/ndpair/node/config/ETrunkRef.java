package io.ndpair.node.config;

/**
 * A member of an E-Trunk as a profile names it.
 *
 * @param trunk number of the E-Trunk
 * @param ethTrunk number of the member Eth-Trunk
 */
public record ETrunkRef(int trunk, int ethTrunk) implements RoleSource {
    /** Checks the numbers. */
    public ETrunkRef {
        Ranges.check("e-trunk id", trunk, 1, ETrunkConfig.MAX_ID);
        Ranges.check("eth-trunk", ethTrunk, 0, EthTrunkConfig.MAX_NUMBER);
    }

    @Override
    public String protocol() {
        return "E-TRUNK";
    }

    @Override
    public String command() {
        return "e-trunk " + trunk + " eth-trunk " + ethTrunk;
    }

    @Override
    public String toString() {
        return "member Eth-Trunk" + ethTrunk + " of e-trunk " + trunk;
    }
}
