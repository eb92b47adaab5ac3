package io.ndpair.node.config;

/**
 * A VRRP6 group as a profile names it.
 *
 * @param vrid 1 to 255
 * @param interfaceName the interface of the group
 */
public record Vrrp6Ref(int vrid, String interfaceName) implements RoleSource {
    /** Checks the VRID and the name. */
    public Vrrp6Ref {
        Ranges.check("VRID", vrid, 1, VrrpConfig.MAX_VRID);
        if (!Names.isInterface(interfaceName)) {
            throw new ConfigException("'" + interfaceName + "' is not the name of an interface");
        }
    }

    @Override
    public String protocol() {
        return "VRRP6";
    }

    @Override
    public String command() {
        return "vrrp6-id " + vrid + " interface " + interfaceName;
    }

    @Override
    public String toString() {
        return "VRRP6 group " + vrid + " of interface " + interfaceName;
    }
}
