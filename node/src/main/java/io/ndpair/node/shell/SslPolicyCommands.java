package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Secret;
import io.ndpair.node.config.SslPolicyConfig;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Making and deleting SSL policies, the commands of their view, and loading their files anew. */
final class SslPolicyCommands {
    private static final Set<View> SYSTEM = Set.of(View.SYSTEM);
    private static final Set<View> POLICY = Set.of(View.SSL_POLICY);

    private SslPolicyCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(SYSTEM, "ssl-policy <policy>", Command.Kind.CONFIGURATION, (context, arguments) -> {
            final String name = arguments.text("policy");
            if (!context.config().sslPolicies().containsKey(name)) {
                context.edit(config -> config.withSslPolicy(SslPolicyConfig.of(name)));
            }
            context.enter(View.SSL_POLICY, name);
        });
        grammar.add(SYSTEM, "undo ssl-policy <policy>", Command.Kind.CONFIGURATION, SslPolicyCommands::delete);
        for (final SslPolicyConfig.StoreType type : SslPolicyConfig.StoreType.values()) {
            for (final String argument : List.of("simple <key>", "cipher <cipher-key>")) {
                final String store = "<path> type " + type.word() + " password " + argument;
                set(grammar, "key-store " + store, (policy, a) -> policy.withKeyStore(Optional.of(store(a, type))));
                set(grammar, "trust-store " + store, (policy, a) -> policy.withTrustStore(Optional.of(store(a, type))));
            }
        }
        set(grammar, "undo key-store", (policy, a) -> policy.withKeyStore(Optional.empty()));
        set(grammar, "undo trust-store", (policy, a) -> policy.withTrustStore(Optional.empty()));
        set(grammar, "peer-name <peer-name>", (policy, a) -> policy.withPeerName(a.text("peer-name")));
        set(grammar, "undo peer-name", (policy, a) -> policy.withPeerName(""));
        set(grammar, "crl <path>", (policy, a) -> policy.withCrl(a.text("path")));
        set(grammar, "undo crl", (policy, a) -> policy.withCrl(""));
        grammar.add(
                EnumSet.of(View.USER, View.SYSTEM, View.SSL_POLICY),
                "reload ssl-policy <policy>",
                Command.Kind.ACTION,
                (context, arguments) ->
                        context.line("Info: " + context.device().reloadSslPolicy(arguments.text("policy"))));
        grammar.add(
                EnumSet.allOf(View.class),
                "display ssl-policy [ <policy> ]",
                Command.Kind.OPERATOR,
                SslPolicyCommands::display);
    }

    private static SslPolicyConfig.Store store(Arguments arguments, SslPolicyConfig.StoreType type) {
        return new SslPolicyConfig.Store(
                arguments.text("path"),
                type,
                arguments.given("key")
                        ? Secret.plain(arguments.text("key"))
                        : Secret.cipher(arguments.text("cipher-key")));
    }

    private static void set(
            Grammar grammar, String pattern, BiFunction<SslPolicyConfig, Arguments, SslPolicyConfig> change) {
        grammar.add(
                POLICY,
                pattern,
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.edit(config ->
                        config.withSslPolicy(change.apply(config.sslPolicies().get(context.object()), arguments))));
    }

    private static void delete(CommandContext context, Arguments arguments) throws CommandException {
        final String name = arguments.text("policy");
        if (!context.config().sslPolicies().containsKey(name)) {
            throw new CommandException("Ssl-policy " + name + " does not exist.");
        }
        SystemCommands.refuseIfUsed("Ssl-policy " + name, users(context.config(), name));
        context.edit(config -> config.withoutSslPolicy(name));
    }

    private static List<String> users(DeviceConfig config, String policy) {
        return config.services().values().stream()
                .filter(service -> service.sslPolicy().equals(policy))
                .map(RbsConfig::name)
                .map(name -> "remote-backup-service " + name)
                .toList();
    }

    private static void display(CommandContext context, Arguments arguments) throws CommandException {
        final DeviceConfig running = context.device().runningConfig();
        final List<SslPolicyConfig> wanted = running.sslPolicies().values().stream()
                .filter(policy -> !arguments.given("policy") || policy.name().equals(arguments.text("policy")))
                .toList();
        if (wanted.isEmpty()) {
            throw new CommandException(
                    arguments.given("policy")
                            ? "Ssl-policy " + arguments.text("policy") + " does not exist in the running configuration."
                            : "There is no ssl-policy in the running configuration.");
        }
        final SslDisplay display = new SslDisplay(context.out(), context.zone());
        for (final SslPolicyConfig policy : wanted) {
            display.policy(policy, users(running, policy.name()), context.device());
        }
    }
}
