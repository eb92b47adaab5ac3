package io.ndpair.node.shell;

import io.ndpair.node.config.ETrunkRef;
import io.ndpair.node.config.ETrunkSystemConfig.LacpConfig;
import io.ndpair.node.config.EthTrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.MacAddress;
import io.ndpair.node.config.RoleSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What makes an Eth-Trunk interface a member of an E-Trunk, the LACP values of members, and profiles that follow one. */
final class EthTrunkCommands {
    private static final Set<View> INTERFACE = Set.of(View.INTERFACE);
    private static final Set<View> SYSTEM = Set.of(View.SYSTEM);
    private static final Set<View> PROFILE = Set.of(View.PROFILE);

    private EthTrunkCommands() {}

    static void addTo(Grammar grammar) {
        add(grammar, "mode lacp-static", (context, arguments) -> edit(context, e -> e.withLacpStatic(true)));
        add(grammar, "undo mode", (context, arguments) -> edit(context, e -> e.withLacpStatic(false)));
        add(grammar, "e-trunk <trunk> [ remote-eth-trunk <remote> ]", EthTrunkCommands::join);
        add(grammar, "undo e-trunk [ <trunk> ]", EthTrunkCommands::part);
        for (final EthTrunkConfig.Mode mode : EthTrunkConfig.Mode.values()) {
            add(grammar, "e-trunk mode " + mode.word(), (context, arguments) -> edit(context, e -> e.withMode(mode)));
        }
        add(
                grammar,
                "undo e-trunk mode",
                (context, arguments) -> edit(context, e -> e.withMode(EthTrunkConfig.Mode.AUTO)));
        addLacp(grammar);
        grammar.add(
                PROFILE,
                "e-trunk <trunk> eth-trunk <eth-trunk>",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> ProfileCommands.follow(
                        context, new ETrunkRef(arguments.number("trunk"), arguments.number("eth-trunk"))));
        grammar.add(
                PROFILE,
                "undo e-trunk [ <trunk> [ eth-trunk <eth-trunk> ] ]",
                Command.Kind.CONFIGURATION,
                EthTrunkCommands::unfollow);
    }

    private static void addLacp(Grammar grammar) {
        lacp(
                grammar,
                "lacp e-trunk system-id <system-id>",
                (arguments, l) -> new LacpConfig(MacAddress.parse(arguments.text("system-id")), l.priority()));
        lacp(grammar, "undo lacp e-trunk system-id", (arguments, l) -> new LacpConfig(0, l.priority()));
        lacp(
                grammar,
                "lacp e-trunk priority <lacp-priority>",
                (arguments, l) -> new LacpConfig(l.systemId(), arguments.number("lacp-priority")));
        lacp(
                grammar,
                "undo lacp e-trunk priority [ <lacp-priority> ]",
                (arguments, l) -> new LacpConfig(l.systemId(), LacpConfig.DEFAULT_PRIORITY));
    }

    private interface LacpChange {
        LacpConfig apply(Arguments arguments, LacpConfig before);
    }

    private static void lacp(Grammar grammar, String pattern, LacpChange change) {
        grammar.add(
                SYSTEM,
                pattern,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.edit(config -> config.withETrunks(config.etrunks()
                        .withLacp(change.apply(arguments, config.etrunks().lacp())))));
        add(
                grammar,
                pattern,
                (context, arguments) -> edit(context, e -> e.withLacp(change.apply(arguments, e.lacp()))));
    }

    private static void add(Grammar grammar, String pattern, Command.Action action) {
        grammar.add(INTERFACE, pattern, Command.Kind.CONFIGURATION, action);
    }

    private static void edit(CommandContext context, UnaryOperator<EthTrunkConfig> change) {
        context.editPort(port -> port.withEthTrunk(change.apply(port.ethTrunk())));
    }

    private static void join(CommandContext context, Arguments arguments) throws CommandException {
        final EthTrunkConfig present = context.port().ethTrunk();
        final int id = arguments.number("trunk");
        if (present.isMember() && present.trunk() != id) {
            throw new CommandException("Interface " + context.object() + " is a member of e-trunk " + present.trunk()
                    + " already; 'undo e-trunk' first.");
        }
        edit(
                context,
                e -> e.withTrunk(id, arguments.given("remote") ? arguments.number("remote") : EthTrunkConfig.SAME));
    }

    private static void part(CommandContext context, Arguments arguments) throws CommandException {
        final InterfaceConfig port = context.port();
        if (arguments.given("trunk") && port.ethTrunk().trunk() != arguments.number("trunk")) {
            throw new CommandException(
                    "Interface " + port.name() + " is no member of e-trunk " + arguments.number("trunk") + ".");
        }
        SystemCommands.refuseIfUsed(
                "The membership of interface " + port.name(), ETrunkCommands.followers(context, port.name()));
        edit(context, e -> e.withTrunk(0, EthTrunkConfig.SAME));
    }

    private static void unfollow(CommandContext context, Arguments arguments) throws CommandException {
        final Optional<RoleSource> present = context.profile().source();
        final boolean follows = present.orElse(null) instanceof ETrunkRef ref
                && (!arguments.given("trunk") || ref.trunk() == arguments.number("trunk"))
                && (!arguments.given("eth-trunk") || ref.ethTrunk() == arguments.number("eth-trunk"));
        if (follows) {
            context.editProfile(profile -> profile.withSource(Optional.empty()));
        } else if (arguments.given("trunk")) {
            throw new CommandException("Remote-backup-profile " + context.object() + " does not follow e-trunk "
                    + arguments.number("trunk")
                    + (arguments.given("eth-trunk") ? " eth-trunk " + arguments.number("eth-trunk") : "") + ".");
        }
    }
}
