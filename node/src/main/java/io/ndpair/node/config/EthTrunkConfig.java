package io.ndpair.node.config;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What only an Eth-Trunk interface has.
 *
 * @param lacpStatic whether its mode is static LACP, otherwise manual; the kernel's bond is made by the operator
 * @param trunk the E-Trunk that it is a member of, 0 = none
 * @param remote number of its counterpart on the peer, {@link #SAME} = its own number
 * @param mode how it comes to its role as a member
 * @param lacp LACP values of its own, where they differ from the device's
 */
public record EthTrunkConfig(boolean lacpStatic, int trunk, int remote, Mode mode, ETrunkSystemConfig.LacpConfig lacp) {
    /** {@link #remote()} when the counterpart has the same number. */
    public static final int SAME = -1;
    /** Largest number of an Eth-Trunk. */
    public static final int MAX_NUMBER = 65_535;
    /** No member, nothing configured. */
    public static final EthTrunkConfig DEFAULT =
            new EthTrunkConfig(false, 0, SAME, Mode.AUTO, ETrunkSystemConfig.LacpConfig.DEFAULT);

    private static final Pattern NAME = Pattern.compile("Eth-Trunk(0|[1-9][0-9]{0,4})");

    /** How a member comes to its role. */
    public enum Mode {
        /** By the E-Trunk and the peer's member. */
        AUTO("auto"),
        /** Master by command. */
        FORCE_MASTER("force-master"),
        /** Backup by command. */
        FORCE_BACKUP("force-backup");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /** As commands write it. */
        public String word() {
            return word;
        }
    }

    /** Checks the numbers. */
    public EthTrunkConfig {
        Ranges.check("e-trunk id", trunk, 0, ETrunkConfig.MAX_ID);
        Ranges.check("remote-eth-trunk", remote, SAME, MAX_NUMBER);
    }

    /** The number of an Eth-Trunk by the name of its interface; empty when it is none. */
    public static OptionalInt number(String interfaceName) {
        final var matcher = NAME.matcher(interfaceName);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        final int number = Integer.parseInt(matcher.group(1));
        return number <= MAX_NUMBER ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** The name of the interface of an Eth-Trunk. */
    public static String interfaceName(int number) {
        return "Eth-Trunk" + number;
    }

    /** Whether it is a member of an E-Trunk. */
    public boolean isMember() {
        return trunk != 0;
    }

    /** In static LACP mode, or not. */
    public EthTrunkConfig withLacpStatic(boolean value) {
        return new EthTrunkConfig(value, trunk, remote, mode, lacp);
    }

    /** A member of this E-Trunk with this counterpart. */
    public EthTrunkConfig withTrunk(int id, int remoteNumber) {
        return new EthTrunkConfig(lacpStatic, id, remoteNumber, mode, lacp);
    }

    /** With this mode. */
    public EthTrunkConfig withMode(Mode value) {
        return new EthTrunkConfig(lacpStatic, trunk, remote, value, lacp);
    }

    /** With these LACP values. */
    public EthTrunkConfig withLacp(ETrunkSystemConfig.LacpConfig value) {
        return new EthTrunkConfig(lacpStatic, trunk, remote, mode, value);
    }
}
