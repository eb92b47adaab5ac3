package io.ndpair.node.linux;

/**
 * A link by its two names.
 *
 * @param name the name in the configuration, by which entries refer to it: vendor style like GigabitEthernet0/1/0.1, or Linux.
 * @param linuxName the kernel's name of the interface; "" = the interface that has {@code name} as its name or alias.
 */
public record LinuxLink(String name, String linuxName) {
    public LinuxLink {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("link without a name");
        }
    }

    /** A link that is found by its name or alias. */
    public static LinuxLink of(final String name) {
        return new LinuxLink(name, "");
    }
}
