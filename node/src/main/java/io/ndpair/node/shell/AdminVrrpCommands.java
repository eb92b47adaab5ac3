package io.ndpair.node.shell;

import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpAdmin;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.config.VrrpSystemConfig;
import java.util.List;
import java.util.Set;

/** Admin groups, their members, and what the device has for all VRRP6 groups. */
final class AdminVrrpCommands {
    private static final Set<View> SYSTEM = Set.of(View.SYSTEM);
    private static final Set<View> INTERFACE = Set.of(View.INTERFACE);
    private static final String GROUP = "vrrp6 vrid <vrid> ";

    private AdminVrrpCommands() {}

    static void addTo(Grammar grammar) {
        add(grammar, "admin-vrrp6 vrid <vrid> [ ignore-if-down ]", AdminVrrpCommands::makeAdmin);
        add(grammar, "undo admin-vrrp6 vrid <vrid>", AdminVrrpCommands::unmakeAdmin);
        add(grammar, GROUP + "initialize state-hold-time <state-hold>", AdminVrrpCommands::holdState);
        add(
                grammar,
                "undo " + GROUP + "initialize state-hold-time [ <state-hold> ]",
                (context, arguments) -> VrrpCommands.edit(
                        context,
                        arguments,
                        group -> group.admin().stateHoldS() == 0
                                ? group
                                : group.withAdmin(VrrpAdmin.group(group.admin().ignoreIfDown(), 0))));
        add(
                grammar,
                GROUP + "track admin-vrrp6 interface <interface> vrid <admin-vrid> [ unflowdown ]",
                AdminVrrpCommands::follow);
        add(
                grammar,
                "undo " + GROUP + "track admin-vrrp6",
                (context, arguments) -> VrrpCommands.edit(
                        context,
                        arguments,
                        group -> group.admin().follows().isEmpty() ? group : group.withAdmin(VrrpAdmin.NONE)));
        interfaceAndSystem(grammar);
    }

    private static void interfaceAndSystem(Grammar grammar) {
        add(
                grammar,
                "vrrp6 recover-delay <recover-delay>",
                (context, arguments) ->
                        context.editPort(port -> port.withRecoverDelayS(arguments.number("recover-delay"))));
        add(
                grammar,
                "undo vrrp6 recover-delay [ <recover-delay> ]",
                (context, arguments) -> context.editPort(port -> port.withRecoverDelayS(0)));
        add(
                grammar,
                "ipv6 nd ra halt",
                (context, arguments) -> context.editPort(port -> port.withRouterAdvertisements(false)));
        add(
                grammar,
                "undo ipv6 nd ra halt",
                (context, arguments) -> context.editPort(port -> port.withRouterAdvertisements(true)));
        addSystem(
                grammar,
                "vrrp6 recover-delay <recover-delay>",
                (context, arguments) -> context.edit(
                        config -> config.withVrrp(config.vrrp().withRecoverDelayS(arguments.number("recover-delay")))));
        addSystem(
                grammar,
                "undo vrrp6 recover-delay [ <recover-delay> ]",
                (context, arguments) ->
                        context.edit(config -> config.withVrrp(config.vrrp().withRecoverDelayS(0))));
        addSystem(
                grammar,
                "vrrp6 na-send count <na-count> [ interval <na-interval> ]",
                (context, arguments) -> context.edit(config -> config.withVrrp(config.vrrp()
                        .withNa(
                                arguments.number("na-count"),
                                arguments.given("na-interval")
                                        ? arguments.number("na-interval")
                                        : VrrpSystemConfig.DEFAULT_NA_INTERVAL_MS))));
        addSystem(
                grammar,
                "undo vrrp6 na-send [ count <na-count> ] [ interval <na-interval> ]",
                (context, arguments) -> context.edit(config -> config.withVrrp(config.vrrp()
                        .withNa(VrrpSystemConfig.DEFAULT_NA_COUNT, VrrpSystemConfig.DEFAULT_NA_INTERVAL_MS))));
        addSystem(
                grammar,
                "na-enhance-enable",
                (context, arguments) ->
                        context.edit(config -> config.withVrrp(config.vrrp().withEnhancedNa(true))));
        addSystem(
                grammar,
                "undo na-enhance-enable",
                (context, arguments) ->
                        context.edit(config -> config.withVrrp(config.vrrp().withEnhancedNa(false))));
    }

    private static void add(Grammar grammar, String pattern, Command.Action action) {
        grammar.add(INTERFACE, pattern, Command.Kind.CONFIGURATION, action);
    }

    private static void addSystem(Grammar grammar, String pattern, Command.Action action) {
        grammar.add(SYSTEM, pattern, Command.Kind.CONFIGURATION, action);
    }

    private static void makeAdmin(CommandContext context, Arguments arguments) throws CommandException {
        final boolean ignoresDown = arguments.has("ignore-if-down");
        VrrpCommands.edit(context, arguments, group -> {
            refuseMember(group);
            return group.withAdmin(
                    VrrpAdmin.group(ignoresDown, ignoresDown ? group.admin().stateHoldS() : 0));
        });
    }

    private static void refuseMember(VrrpConfig group) throws CommandException {
        if (group.admin().follows().isPresent()) {
            throw new CommandException("VRRP6 group " + group.vrid() + " follows "
                    + group.admin().follows().get() + "; 'undo vrrp6 vrid " + group.vrid()
                    + " track admin-vrrp6' first.");
        }
    }

    private static void unmakeAdmin(CommandContext context, Arguments arguments) throws CommandException {
        final int vrid = arguments.number("vrid");
        if (!VrrpCommands.existing(context, vrid).admin().admin()) {
            throw new CommandException(
                    "VRRP6 group " + vrid + " of interface " + context.object() + " is no admin group.");
        }
        SystemCommands.refuseIfUsed("Admin group " + vrid, followers(context, vrid));
        VrrpCommands.edit(context, arguments, group -> group.withAdmin(VrrpAdmin.NONE));
    }

    /** The members of a group of this view, as they are named in a refusal. */
    static List<String> followers(CommandContext context, int vrid) {
        return context.config().membersOf(new Vrrp6Ref(vrid, context.object())).stream()
                .map(Vrrp6Ref::toString)
                .toList();
    }

    private static void holdState(CommandContext context, Arguments arguments) throws CommandException {
        VrrpCommands.edit(context, arguments, group -> {
            if (!group.admin().ignoreIfDown()) {
                throw new CommandException("VRRP6 group " + group.vrid()
                        + " must be an admin group that ignores a down interface first: admin-vrrp6 vrid "
                        + group.vrid() + " ignore-if-down");
            }
            return group.withAdmin(VrrpAdmin.group(true, arguments.number("state-hold")));
        });
    }

    private static void follow(CommandContext context, Arguments arguments) throws CommandException {
        final Vrrp6Ref admin = new Vrrp6Ref(arguments.number("admin-vrid"), arguments.interfaceName());
        final boolean unflowdown = arguments.has("unflowdown");
        final int vrid = arguments.number("vrid");
        if (VrrpCommands.existing(context, vrid).admin().admin()) {
            throw new CommandException(
                    "VRRP6 group " + vrid + " is an admin group; 'undo admin-vrrp6 vrid " + vrid + "' first.");
        }
        VrrpCommands.edit(context, arguments, group -> group.withAdmin(VrrpAdmin.member(admin, unflowdown)));
        if (!unflowdown) {
            context.line("Warning: This device takes no interface down when its group is not master: the command acts"
                    + " like with unflowdown.");
        }
    }
}
