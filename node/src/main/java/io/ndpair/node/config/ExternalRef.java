package io.ndpair.node.config;

import java.util.regex.Pattern;

/**
 * A role that an elector outside gives.
 *
 * @param instance name of the VRRP instance in keepalived's notifications that the profile follows; empty: commands alone count
 */
public record ExternalRef(String instance) implements RoleSource {
    private static final Pattern NAME = Pattern.compile("[!-~&&[^\"?]]{1,128}");

    /** Checks the name: 1 to 128 printable characters without a space, quote or question mark. */
    public ExternalRef {
        if (!instance.isEmpty() && !isInstance(instance)) {
            throw new ConfigException("'" + instance + "' is not the name of an instance in notifications");
        }
    }

    /** Whether this can be the name of an instance. */
    public static boolean isInstance(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public String protocol() {
        return "External";
    }

    @Override
    public String command() {
        return "track external" + (instance.isEmpty() ? "" : " fifo-instance " + instance);
    }

    @Override
    public String toString() {
        return "an elector outside" + (instance.isEmpty() ? "" : " (fifo-instance " + instance + ")");
    }
}
