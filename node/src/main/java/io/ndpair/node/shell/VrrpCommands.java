package io.ndpair.node.shell;

import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The VRRP6 commands of the interface view. */
final class VrrpCommands {
    private static final Set<View> INTERFACE = Set.of(View.INTERFACE);
    private static final String GROUP = "vrrp6 vrid <vrid> ";

    private VrrpCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(
                INTERFACE,
                GROUP + "virtual-ip <address> [ link-local ]",
                Command.Kind.CONFIGURATION,
                VrrpCommands::addAddress);
        grammar.add(
                INTERFACE,
                "undo " + GROUP + "[ virtual-ip <address> [ link-local ] ]",
                Command.Kind.CONFIGURATION,
                VrrpCommands::removeGroupOrAddress);
        set(grammar, "priority <priority>", (group, arguments) -> group.withPriority(arguments.number("priority")));
        undo(grammar, "priority [ <priority> ]", group -> group.withPriority(VrrpConfig.DEFAULT_PRIORITY));
        set(
                grammar,
                "preempt-mode timer delay <delay>",
                (group, arguments) -> group.withPreemptDelayS(arguments.number("delay")));
        undo(grammar, "preempt-mode timer delay [ <delay> ]", group -> group.withPreemptDelayS(0));
        set(grammar, "preempt-mode disable", (group, arguments) -> group.withPreempt(false));
        undo(grammar, "preempt-mode disable", group -> group.withPreempt(true));
        set(
                grammar,
                "timer advertise <centiseconds>",
                (group, arguments) -> group.withAdvertIntervalCs(arguments.number("centiseconds")));
        grammar.add(
                INTERFACE,
                GROUP + "timer advertise millisecond <milliseconds>",
                Command.Kind.CONFIGURATION,
                VrrpCommands::setMilliseconds);
        undo(
                grammar,
                "timer advertise [ <centiseconds> | millisecond <milliseconds> ]",
                group -> group.withAdvertIntervalCs(VrrpConfig.DEFAULT_ADVERT_INTERVAL_CS));
        set(
                grammar,
                "holding-multiplier <multiplier>",
                (group, arguments) -> group.withHoldingMultiplier(arguments.number("multiplier")));
        undo(
                grammar,
                "holding-multiplier [ <multiplier> ]",
                group -> group.withHoldingMultiplier(VrrpConfig.DEFAULT_HOLDING_MULTIPLIER));
        set(grammar, "virtual-mac", (group, arguments) -> group.withVirtualMac(true));
        undo(grammar, "virtual-mac", group -> group.withVirtualMac(false));
        set(grammar, "accept-mode disable", (group, arguments) -> group.withAcceptMode(false));
        undo(grammar, "accept-mode disable", group -> group.withAcceptMode(true));
        set(grammar, "owner-claim any", (group, arguments) -> group.withAnyOwner(true));
        undo(grammar, "owner-claim any", group -> group.withAnyOwner(false));
    }

    private static void set(Grammar grammar, String rest, BiFunction<VrrpConfig, Arguments, VrrpConfig> change) {
        grammar.add(
                INTERFACE,
                GROUP + rest,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> edit(context, arguments, group -> change.apply(group, arguments)));
    }

    private static void undo(Grammar grammar, String rest, UnaryOperator<VrrpConfig> change) {
        grammar.add(
                INTERFACE,
                "undo " + GROUP + rest,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> edit(context, arguments, change::apply));
    }

    /** A change of a group that may be refused. */
    @FunctionalInterface
    interface Change {
        VrrpConfig apply(VrrpConfig group) throws CommandException;
    }

    /** Changes the group of this view that the line names by its VRID. */
    static void edit(CommandContext context, Arguments arguments, Change change) throws CommandException {
        final VrrpConfig changed = change.apply(existing(context, arguments.number("vrid")));
        context.editPort(port -> port.withGroup(changed));
    }

    private static void setMilliseconds(CommandContext context, Arguments arguments) throws CommandException {
        final int milliseconds = arguments.number("milliseconds");
        edit(context, arguments, group -> group.withAdvertIntervalCs(milliseconds / 10));
        if (milliseconds < 1_000) {
            context.line(
                    "Warning: The advertisement interval is less than 1 second. It must not be less than the time that"
                            + " a switchover takes, or the group may flap under load.");
        }
    }

    static VrrpConfig existing(CommandContext context, int vrid) throws CommandException {
        final Optional<VrrpConfig> group = context.port().group(vrid);
        if (group.isEmpty()) {
            throw new CommandException("VRRP6 group " + vrid + " does not exist on interface " + context.object()
                    + "; its first command is: vrrp6 vrid " + vrid + " virtual-ip fe80::X link-local");
        }
        return group.get();
    }

    private static void addAddress(CommandContext context, Arguments arguments) throws CommandException {
        final int vrid = arguments.number("vrid");
        final Ipv6Address address = arguments.ipv6("address");
        final boolean linkLocal = arguments.has("link-local");
        if (linkLocal && !address.isLinkLocal()) {
            throw new CommandException("Address " + address + " is not link-local (fe80::/10).");
        }
        if (!linkLocal && address.isLinkLocal()) {
            throw new CommandException("Address " + address + " is link-local: say so by the keyword link-local.");
        }
        final Optional<VrrpConfig> group = context.port().group(vrid);
        if (group.isEmpty() && !linkLocal) {
            throw new CommandException("The first virtual address of VRRP6 group " + vrid
                    + " must be link-local: vrrp6 vrid " + vrid + " virtual-ip fe80::X link-local");
        }
        context.editPort(port -> port.withGroup(
                group.map(present -> present.withAddress(address)).orElseGet(() -> VrrpConfig.of(vrid, address))));
    }

    private static void removeGroupOrAddress(CommandContext context, Arguments arguments) throws CommandException {
        final int vrid = arguments.number("vrid");
        final InterfaceConfig port = context.port();
        final VrrpConfig group = port.group(vrid)
                .orElseThrow(() -> new CommandException(
                        "VRRP6 group " + vrid + " does not exist on interface " + port.name() + "."));
        if (arguments.given("address")) {
            final Ipv6Address address = arguments.ipv6("address");
            final List<Ipv6Address> left = new ArrayList<>(group.virtualAddresses());
            if (!left.remove(address)) {
                throw new CommandException("VRRP6 group " + vrid + " has no address " + address + ".");
            }
            if (!left.isEmpty()) {
                context.editPort(before -> before.withGroup(group.withAddresses(left)));
                return;
            }
        }
        final Vrrp6Ref ref = new Vrrp6Ref(vrid, port.name());
        SystemCommands.refuseIfUsed(
                "VRRP6 group " + vrid,
                context.config().profiles().values().stream()
                        .filter(profile -> profile.vrrp6().filter(ref::equals).isPresent())
                        .map(profile -> "remote-backup-profile " + profile.name())
                        .toList());
        SystemCommands.refuseIfUsed("VRRP6 group " + vrid, AdminVrrpCommands.followers(context, vrid));
        context.editPort(before -> before.withoutGroup(vrid));
    }
}
