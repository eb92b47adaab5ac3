package io.ndpair.node.shell;

import io.ndpair.node.config.ConfigException;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.Ipv6Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The interface view's commands, those of VRRP6 aside. */
final class InterfaceCommands {
    private static final Set<View> INTERFACE = Set.of(View.INTERFACE);
    private static final String ADDRESS = "{ <address-and-length> | <address> <length> }";

    private InterfaceCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(
                INTERFACE,
                "linux-interface <linux-name>",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editPort(port -> port.withLinuxName(
                        port.name().equals(arguments.text("linux-name")) ? "" : arguments.text("linux-name"))));
        grammar.add(
                INTERFACE,
                "undo linux-interface",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editPort(port -> port.withLinuxName("")));
        grammar.add(
                INTERFACE,
                "ipv6 enable",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editPort(port -> port.withIpv6Enabled(true)));
        grammar.add(
                INTERFACE,
                "undo ipv6 enable",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editPort(port -> port.withIpv6Enabled(false)));
        grammar.add(
                INTERFACE,
                "ipv6 address " + ADDRESS + " [ eui-64 ] [ tag <tag> ]",
                Command.Kind.CONFIGURATION,
                InterfaceCommands::addAddress);
        grammar.add(
                INTERFACE,
                "undo ipv6 address " + ADDRESS + " [ eui-64 ] [ tag <tag> ]",
                Command.Kind.CONFIGURATION,
                InterfaceCommands::removeAddress);
        grammar.add(
                INTERFACE,
                "ipv6 address <address> link-local",
                Command.Kind.CONFIGURATION,
                InterfaceCommands::addAddress);
        grammar.add(
                INTERFACE,
                "undo ipv6 address <address> link-local",
                Command.Kind.CONFIGURATION,
                InterfaceCommands::removeAddress);
        grammar.add(
                INTERFACE,
                "undo ipv6 address",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editPort(port -> port.withAddresses(List.of())));
        grammar.add(INTERFACE, "remote-backup-profile <profile>", Command.Kind.CONFIGURATION, InterfaceCommands::bind);
        grammar.add(
                INTERFACE,
                "undo remote-backup-profile [ <profile> ]",
                Command.Kind.CONFIGURATION,
                InterfaceCommands::unbind);
    }

    private static Ipv6Prefix prefix(Arguments arguments) {
        final long tag = arguments.given("tag") ? arguments.longNumber("tag") : 0;
        final boolean eui64 = arguments.has("eui-64");
        if (arguments.has("link-local")) {
            return Ipv6Prefix.linkLocal(arguments.ipv6("address"));
        }
        if (arguments.given("address-and-length")) {
            final ArgumentTypes.AddressAndLength both = arguments.addressAndLength("address-and-length");
            return global(both.address(), both.length(), tag, eui64);
        }
        return global(arguments.ipv6("address"), arguments.number("length"), tag, eui64);
    }

    private static Ipv6Prefix global(Ipv6Address address, int length, long tag, boolean eui64) {
        if (address.isLinkLocal()) {
            throw new ConfigException(
                    "address " + address + " is link-local: 'ipv6 address " + address + " link-local'");
        }
        return new Ipv6Prefix(address, length, tag, eui64);
    }

    private static void addAddress(CommandContext context, Arguments arguments) {
        final Ipv6Prefix wanted = prefix(arguments);
        context.editPort(port -> {
            // The same address and length again changes its tag; another length is a contradiction that the model
            // refuses.
            final List<Ipv6Prefix> addresses = new ArrayList<>(port.addresses());
            final int at = indexOf(addresses, wanted);
            if (at >= 0) {
                addresses.set(at, wanted);
            } else {
                addresses.add(wanted);
            }
            return port.withAddresses(addresses);
        });
    }

    private static void removeAddress(CommandContext context, Arguments arguments) throws CommandException {
        final Ipv6Prefix wanted = prefix(arguments);
        final InterfaceConfig port = context.port();
        final List<Ipv6Prefix> addresses = new ArrayList<>(port.addresses());
        final int at = indexOf(addresses, wanted);
        if (at < 0) {
            throw new CommandException("Interface " + port.name() + " has no address " + wanted.address() + "/"
                    + wanted.prefixLength() + (wanted.eui64() ? " eui-64" : "") + ".");
        }
        addresses.remove(at);
        context.editPort(before -> before.withAddresses(addresses));
    }

    private static int indexOf(List<Ipv6Prefix> addresses, Ipv6Prefix wanted) {
        for (int i = 0; i < addresses.size(); i++) {
            final Ipv6Prefix here = addresses.get(i);
            if (here.address().equals(wanted.address())
                    && here.prefixLength() == wanted.prefixLength()
                    && here.eui64() == wanted.eui64()) {
                return i;
            }
        }
        return -1;
    }

    private static void bind(CommandContext context, Arguments arguments) throws CommandException {
        final String profile = arguments.text("profile");
        final String present = context.port().profile();
        if (!present.isEmpty() && !present.equals(profile)) {
            throw new CommandException("Interface " + context.object() + " is bound to remote-backup-profile " + present
                    + " already; 'undo remote-backup-profile' first.");
        }
        context.editPort(port -> port.withProfile(profile));
    }

    private static void unbind(CommandContext context, Arguments arguments) throws CommandException {
        final String present = context.port().profile();
        if (arguments.given("profile") && !present.equals(arguments.text("profile"))) {
            throw new CommandException("Interface " + context.object() + " is not bound to remote-backup-profile "
                    + arguments.text("profile") + ".");
        }
        context.editPort(port -> port.withProfile(""));
    }
}
