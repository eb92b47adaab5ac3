package io.ndpair.node.shell;

import io.ndpair.node.config.NdConfig;
import io.ndpair.node.config.NdSystemConfig;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** How many neighbors there may be, and what becomes of those that nobody confirms. */
final class NdCommands {
    private static final Set<View> SYSTEM = Set.of(View.SYSTEM);
    private static final Set<View> INTERFACE = Set.of(View.INTERFACE);

    private NdCommands() {}

    static void addTo(Grammar grammar) {
        ofSystem(
                grammar,
                "stale-timeout",
                "<stale-timeout>",
                (nd, arguments) -> nd.withStaleTimeoutS(arguments.number("stale-timeout")),
                nd -> nd.withStaleTimeoutS(NdSystemConfig.DEFAULT.staleTimeoutS()));
        ofSystem(
                grammar,
                "nud attempts",
                "<nud-attempts>",
                (nd, arguments) -> nd.withAttempts(arguments.number("nud-attempts")),
                nd -> nd.withAttempts(NdSystemConfig.DEFAULT.attempts()));
        ofSystem(
                grammar,
                "nud interval",
                "<nud-interval>",
                (nd, arguments) -> nd.withIntervalMs(arguments.number("nud-interval")),
                nd -> nd.withIntervalMs(NdSystemConfig.DEFAULT.intervalMs()));
        ofSystem(
                grammar,
                "nud reachable-time",
                "<reachable-time>",
                (nd, arguments) -> nd.withReachableTimeMs(arguments.number("reachable-time")),
                nd -> nd.withReachableTimeMs(NdSystemConfig.DEFAULT.reachableTimeMs()));
        ofSystem(
                grammar,
                "ns rate-limit",
                "<ns-rate>",
                (nd, arguments) -> nd.withProbesPerSecond(arguments.number("ns-rate")),
                nd -> nd.withProbesPerSecond(NdSystemConfig.DEFAULT.probesPerSecond()));
        ofSystem(
                grammar,
                "hold-time",
                "<hold-time>",
                (nd, arguments) -> nd.withHoldS(arguments.number("hold-time")),
                nd -> nd.withHoldS(NdSystemConfig.DEFAULT.holdS()));
        ofSystem(
                grammar,
                "incomplete-limit",
                "<incomplete-limit>",
                (nd, arguments) -> nd.withIncompleteLimit(arguments.number("incomplete-limit")),
                nd -> nd.withIncompleteLimit(NdSystemConfig.DEFAULT.incompleteLimit()));
        ofInterface(
                grammar,
                "neighbor-limit",
                "<neighbor-limit>",
                (nd, arguments) -> nd.withNeighborLimit(arguments.number("neighbor-limit")),
                nd -> nd.withNeighborLimit(NdConfig.DEFAULT.neighborLimit()));
        ofInterface(
                grammar,
                "stale-timeout",
                "<stale-timeout>",
                (nd, arguments) -> nd.withStaleTimeoutS(arguments.number("stale-timeout")),
                nd -> nd.withStaleTimeoutS(NdConfig.DEFAULT.staleTimeoutS()));
    }

    private static void ofSystem(
            Grammar grammar,
            String words,
            String argument,
            BiFunction<NdSystemConfig, Arguments, NdSystemConfig> set,
            UnaryOperator<NdSystemConfig> undo) {
        grammar.add(
                SYSTEM,
                "ipv6 nd " + words + " " + argument,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.edit(config -> config.withNd(set.apply(config.nd(), arguments))));
        grammar.add(
                SYSTEM,
                "undo ipv6 nd " + words + " [ " + argument + " ]",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.edit(config -> config.withNd(undo.apply(config.nd()))));
    }

    private static void ofInterface(
            Grammar grammar,
            String words,
            String argument,
            BiFunction<NdConfig, Arguments, NdConfig> set,
            UnaryOperator<NdConfig> undo) {
        grammar.add(
                INTERFACE,
                "ipv6 nd " + words + " " + argument,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editPort(port -> port.withNd(set.apply(port.nd(), arguments))));
        grammar.add(
                INTERFACE,
                "undo ipv6 nd " + words + " [ " + argument + " ]",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editPort(port -> port.withNd(undo.apply(port.nd()))));
    }
}
