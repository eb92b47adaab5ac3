package io.ndpair.node.shell;

import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.ETrunkRef;
import io.ndpair.node.config.EthTrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Making and deleting E-Trunks, and the commands of their view. */
final class ETrunkCommands {
    private static final Set<View> SYSTEM = Set.of(View.SYSTEM);
    private static final Set<View> TRUNK = Set.of(View.ETRUNK);

    private ETrunkCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(SYSTEM, "e-trunk <trunk>", Command.Kind.CONFIGURATION, (context, arguments) -> {
            final int id = arguments.number("trunk");
            if (!context.config().etrunks().trunks().containsKey(id)) {
                context.edit(config -> config.withETrunks(config.etrunks().withTrunk(ETrunkConfig.of(id))));
            }
            context.enter(View.ETRUNK, Integer.toString(id));
        });
        grammar.add(SYSTEM, "undo e-trunk <trunk>", Command.Kind.CONFIGURATION, ETrunkCommands::delete);
        addBasics(grammar);
        addTimers(grammar);
        addSecurity(grammar);
        addRefused(grammar);
    }

    private static void addBasics(Grammar grammar) {
        set(grammar, "description <description>", (trunk, a) -> trunk.withDescription(a.text("description")));
        set(grammar, "undo description", (trunk, a) -> trunk.withDescription(""));
        set(grammar, "priority <priority>", (trunk, a) -> trunk.withPriority(a.number("priority")));
        set(grammar, "undo priority [ <priority> ]", (trunk, a) -> trunk.withPriority(ETrunkConfig.DEFAULT_PRIORITY));
        set(
                grammar,
                "peer-address <peer> source-address <source>",
                (trunk, a) ->
                        trunk.withPeer(Optional.of(new ETrunkConfig.Peer(a.address("peer"), a.address("source")))));
        set(
                grammar,
                "peer-ipv6 <peer6> source-ipv6 <source6>",
                (trunk, a) ->
                        trunk.withPeer(Optional.of(new ETrunkConfig.Peer(a.address("peer6"), a.address("source6")))));
        for (final String word : List.of("peer-address", "peer-ipv6")) {
            grammar.add(
                    TRUNK,
                    "undo " + word,
                    Command.Kind.CONFIGURATION,
                    (context, arguments) -> disconnect(context, "peer-address".equals(word) ? 4 : 6));
        }
        set(grammar, "e-trunk [ ipv6 ] port <trunk-port>", (trunk, a) -> trunk.withPort(a.number("trunk-port")));
        set(
                grammar,
                "undo e-trunk [ ipv6 ] port [ <trunk-port> ]",
                (trunk, a) -> trunk.withPort(ETrunkConfig.DEFAULT_PORT));
    }

    private static void addTimers(Grammar grammar) {
        final ETrunkConfig.Timers defaults = ETrunkConfig.Timers.DEFAULT;
        timer(grammar, "timer hello <hello>", (t, a) -> timers(t, a.number("hello"), t.multiplier()));
        timer(grammar, "undo timer hello [ <hello> ]", (t, a) -> timers(t, defaults.helloDs(), t.multiplier()));
        timer(
                grammar,
                "timer hold-on-failure multiplier <hold-multiplier>",
                (t, a) -> timers(t, t.helloDs(), a.number("hold-multiplier")));
        timer(
                grammar,
                "undo timer hold-on-failure [ multiplier [ <hold-multiplier> ] ]",
                (t, a) -> timers(t, t.helloDs(), defaults.multiplier()));
        timer(grammar, "timer revert delay <revert-delay>", (t, a) -> revert(t, t.revert(), a.number("revert-delay")));
        timer(
                grammar,
                "undo timer revert delay [ <revert-delay> ]",
                (t, a) -> revert(t, t.revert(), defaults.revertDelayS()));
        timer(grammar, "[ timer ] revert disable", (t, a) -> revert(t, false, t.revertDelayS()));
        timer(grammar, "undo [ timer ] revert disable", (t, a) -> revert(t, true, t.revertDelayS()));
        timer(grammar, "negotiate-delay <negotiate-delay>", (t, a) -> negotiate(t, a.number("negotiate-delay")));
        timer(grammar, "undo negotiate-delay [ <negotiate-delay> ]", (t, a) -> negotiate(t, 0));
    }

    private static void addSecurity(Grammar grammar) {
        secure(grammar, "security-key simple <key>", (s, a) -> key(s, Optional.of(Secret.plain(a.text("key")))));
        secure(
                grammar,
                "security-key cipher <cipher-key>",
                (s, a) -> key(s, Optional.of(Secret.cipher(a.text("cipher-key")))));
        secure(grammar, "undo security-key", (s, a) -> key(s, Optional.empty()));
        for (final ETrunkConfig.Authentication mode : ETrunkConfig.Authentication.values()) {
            secure(
                    grammar,
                    "authentication-mode " + mode.word(),
                    (s, a) -> new ETrunkConfig.Security(s.key(), mode, s.sequence()));
        }
        secure(
                grammar,
                "undo authentication-mode",
                (s, a) -> new ETrunkConfig.Security(
                        s.key(), ETrunkConfig.Security.DEFAULT.authentication(), s.sequence()));
        secure(grammar, "sequence enable", (s, a) -> new ETrunkConfig.Security(s.key(), s.authentication(), true));
        secure(
                grammar,
                "undo sequence enable",
                (s, a) -> new ETrunkConfig.Security(s.key(), s.authentication(), false));
    }

    private static void addRefused(Grammar grammar) {
        set(grammar, "select-mode default", (trunk, a) -> trunk);
        set(grammar, "undo select-mode", (trunk, a) -> trunk);
        refused(
                grammar,
                "select-mode { link-number | bandwidth }",
                "The number of links of an Eth-Trunk and their bandwidth are the kernel's business and not known to this"
                        + " device; select-mode default is the only mode.");
        refused(
                grammar,
                "e-trunk track bfd-session session-name <session-name>",
                "BFD is not supported by this device; 'timer hello 5' and a small multiplier find a failure in 1.5 s.");
    }

    private static void refused(Grammar grammar, String pattern, String why) {
        grammar.add(TRUNK, pattern, Command.Kind.CONFIGURATION, (context, arguments) -> {
            throw new CommandException(why);
        });
    }

    private static void set(Grammar grammar, String pattern, BiFunction<ETrunkConfig, Arguments, ETrunkConfig> change) {
        grammar.add(
                TRUNK,
                pattern,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editTrunk(trunk -> change.apply(trunk, arguments)));
    }

    private static void timer(
            Grammar grammar, String pattern, BiFunction<ETrunkConfig.Timers, Arguments, ETrunkConfig.Timers> change) {
        set(grammar, pattern, (trunk, a) -> trunk.withTimers(change.apply(trunk.timers(), a)));
    }

    private static void secure(
            Grammar grammar,
            String pattern,
            BiFunction<ETrunkConfig.Security, Arguments, ETrunkConfig.Security> change) {
        set(grammar, pattern, (trunk, a) -> trunk.withSecurity(change.apply(trunk.security(), a)));
    }

    private static ETrunkConfig.Timers timers(ETrunkConfig.Timers t, int helloDs, int multiplier) {
        return new ETrunkConfig.Timers(helloDs, multiplier, t.revert(), t.revertDelayS(), t.negotiateDelayS());
    }

    private static ETrunkConfig.Timers revert(ETrunkConfig.Timers t, boolean revert, int delayS) {
        return new ETrunkConfig.Timers(t.helloDs(), t.multiplier(), revert, delayS, t.negotiateDelayS());
    }

    private static ETrunkConfig.Timers negotiate(ETrunkConfig.Timers t, int delayS) {
        return new ETrunkConfig.Timers(t.helloDs(), t.multiplier(), t.revert(), t.revertDelayS(), delayS);
    }

    private static ETrunkConfig.Security key(ETrunkConfig.Security s, Optional<Secret> key) {
        return new ETrunkConfig.Security(key, s.authentication(), s.sequence());
    }

    private static void disconnect(CommandContext context, int version) throws CommandException {
        final Optional<ETrunkConfig.Peer> ends = context.trunk().peer();
        if (ends.isPresent() && ends.get().peer().version() != version) {
            throw new CommandException("The peer of e-trunk " + context.object() + " is "
                    + ends.get().peer() + "; use 'undo " + (version == 4 ? "peer-ipv6" : "peer-address") + "'.");
        }
        context.editTrunk(trunk -> trunk.withPeer(Optional.empty()));
    }

    private static void delete(CommandContext context, Arguments arguments) throws CommandException {
        final int id = arguments.number("trunk");
        if (!context.config().etrunks().trunks().containsKey(id)) {
            throw new CommandException("E-trunk " + id + " does not exist.");
        }
        final List<String> users = new ArrayList<>();
        for (final InterfaceConfig port : context.config().interfaces().values()) {
            if (port.ethTrunk().trunk() == id) {
                users.add("interface " + port.name());
            }
        }
        SystemCommands.refuseIfUsed("E-trunk " + id, users);
        context.edit(config -> config.withETrunks(config.etrunks().withoutTrunk(id)));
    }

    /** The profiles that follow the member of this interface. */
    static List<String> followers(CommandContext context, String interfaceName) {
        return context.config().profiles().values().stream()
                .filter(profile -> profile.source()
                        .filter(ETrunkRef.class::isInstance)
                        .map(ETrunkRef.class::cast)
                        .filter(ref ->
                                EthTrunkConfig.interfaceName(ref.ethTrunk()).equals(interfaceName))
                        .isPresent())
                .map(profile -> "remote-backup-profile " + profile.name())
                .toList();
    }
}
