package io.ndpair.node.shell;

import io.ndpair.node.config.VrrpTracking;
import java.util.Set;
import java.util.function.BiFunction;

/** What changes the priority of a VRRP6 group: the interface view's track commands, those of admin groups aside. */
final class TrackCommands {
    private static final Set<View> INTERFACE = Set.of(View.INTERFACE);
    private static final String TRACK = "vrrp6 vrid <vrid> track ";

    private TrackCommands() {}

    static void addTo(Grammar grammar) {
        add(
                grammar,
                TRACK + "interface <interface> [ increased <amount> | reduced <amount> ]",
                (tracking, arguments) -> tracking.with(new VrrpTracking.Port(
                        arguments.interfaceName(), arguments.has("increased"), amount(arguments))));
        grammar.add(
                INTERFACE,
                "undo " + TRACK + "interface <interface>",
                Command.Kind.CONFIGURATION,
                TrackCommands::untrack);
        add(
                grammar,
                TRACK + "journal [ reduced <amount> ]",
                (tracking, arguments) -> tracking.withJournalReducedBy(amount(arguments)));
        add(grammar, "undo " + TRACK + "journal", (tracking, arguments) -> tracking.withJournalReducedBy(0));
        add(
                grammar,
                TRACK + "peer [ reduced <amount> ]",
                (tracking, arguments) -> tracking.withPeerReducedBy(amount(arguments)));
        add(grammar, "undo " + TRACK + "peer", (tracking, arguments) -> tracking.withPeerReducedBy(0));
    }

    private static int amount(Arguments arguments) {
        return arguments.given("amount") ? arguments.number("amount") : VrrpTracking.DEFAULT_AMOUNT;
    }

    private static void add(Grammar grammar, String pattern, BiFunction<VrrpTracking, Arguments, VrrpTracking> change) {
        grammar.add(
                INTERFACE,
                pattern,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> VrrpCommands.edit(
                        context, arguments, group -> group.withTracking(change.apply(group.tracking(), arguments))));
    }

    private static void untrack(CommandContext context, Arguments arguments) throws CommandException {
        final String name = arguments.interfaceName();
        if (!VrrpCommands.existing(context, arguments.number("vrid")).tracking().tracks(name)) {
            throw new CommandException(
                    "VRRP6 group " + arguments.number("vrid") + " does not track interface " + name + ".");
        }
        VrrpCommands.edit(
                context, arguments, group -> group.withTracking(group.tracking().without(name)));
    }
}
