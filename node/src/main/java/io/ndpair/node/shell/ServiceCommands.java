package io.ndpair.node.shell;

import io.ndpair.node.config.RbsConfig;
import java.util.Optional;
import java.util.Set;

/** The commands of the view of a remote backup service. */
final class ServiceCommands {
    private static final Set<View> SERVICE = Set.of(View.SERVICE);

    private ServiceCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(
                SERVICE,
                "peer <peer> source <source> port <port>",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> connect(context, arguments, "peer", "source"));
        grammar.add(
                SERVICE,
                "peer-ipv6 <peer6> source-ipv6 <source6> port <port>",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> connect(context, arguments, "peer6", "source6"));
        grammar.add(SERVICE, "undo peer", Command.Kind.CONFIGURATION, (context, arguments) -> disconnect(context, 4));
        grammar.add(
                SERVICE, "undo peer-ipv6", Command.Kind.CONFIGURATION, (context, arguments) -> disconnect(context, 6));
        grammar.add(
                SERVICE,
                "bind ssl-policy <policy>",
                Command.Kind.CONFIGURATION,
                (context, arguments) ->
                        context.editService(service -> service.withSslPolicy(arguments.text("policy"))));
        grammar.add(
                SERVICE,
                "undo bind ssl-policy [ <policy> ]",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editService(service -> service.withSslPolicy("")));
        grammar.add(
                SERVICE,
                "shutdown",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editService(service -> service.withShutdown(true)));
        grammar.add(
                SERVICE,
                "undo shutdown",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editService(service -> service.withShutdown(false)));
        grammar.add(
                SERVICE,
                "batch-backup service-type { nd | all } now",
                Command.Kind.ACTION,
                (context, arguments) -> batchBackup(context));
        grammar.add(SERVICE, "batch-backup service-type nd daily <time>", Command.Kind.ACTION, (context, arguments) -> {
            throw new CommandException("Service type nd has no daily batch backup; use 'now'.");
        });
        for (final String type : ServiceTypes.OTHERS) {
            grammar.add(
                    SERVICE,
                    "batch-backup service-type " + type + " now",
                    Command.Kind.ACTION,
                    (context, arguments) -> {
                        throw unsupported(type);
                    });
        }
    }

    static CommandException unsupported(String type) {
        return new CommandException("Service type " + type + " is not supported by this device, only nd is.");
    }

    private static void connect(CommandContext context, Arguments arguments, String peer, String source) {
        final RbsConfig.Endpoints ends =
                new RbsConfig.Endpoints(arguments.address(peer), arguments.address(source), arguments.number("port"));
        context.editService(service -> service.withEndpoints(Optional.of(ends)));
    }

    private static void disconnect(CommandContext context, int version) throws CommandException {
        final Optional<RbsConfig.Endpoints> ends = context.service().endpoints();
        if (ends.isPresent() && ends.get().peer().version() != version) {
            throw new CommandException("The peer of remote-backup-service " + context.object() + " is "
                    + ends.get().peer() + "; use 'undo " + (version == 4 ? "peer-ipv6" : "peer") + "'.");
        }
        context.editService(service -> service.withEndpoints(Optional.empty()));
    }

    /** An action on what runs, not configuration: a service that is not committed yet has nothing to back up. */
    private static void batchBackup(CommandContext context) {
        final String name = context.object();
        context.line(
                context.device().runningConfig().services().containsKey(name)
                        ? "Info: " + context.device().batchBackup(name, "nd")
                        : "Info: Nothing to back up: remote-backup-service " + name
                                + " is not committed yet and has no channel.");
    }
}
