package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Vrrp6Ref;
import java.util.List;
import java.util.Set;

/** The system view's commands that make, enter and delete objects. */
final class SystemCommands {
    private static final Set<View> SYSTEM = Set.of(View.SYSTEM);

    private SystemCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(SYSTEM, "interface <interface>", Command.Kind.CONFIGURATION, SystemCommands::enterInterface);
        grammar.add(SYSTEM, "undo interface <interface>", Command.Kind.CONFIGURATION, SystemCommands::deleteInterface);
        grammar.add(SYSTEM, "remote-backup-service <service>", Command.Kind.CONFIGURATION, (context, arguments) -> {
            final String name = arguments.text("service");
            if (!context.config().services().containsKey(name)) {
                context.edit(config -> config.withService(RbsConfig.of(name)));
            }
            context.enter(View.SERVICE, name);
        });
        grammar.add(
                SYSTEM,
                "undo remote-backup-service <service>",
                Command.Kind.CONFIGURATION,
                SystemCommands::deleteService);
        grammar.add(SYSTEM, "remote-backup-profile <profile>", Command.Kind.CONFIGURATION, (context, arguments) -> {
            final String name = arguments.text("profile");
            if (!context.config().profiles().containsKey(name)) {
                context.edit(config -> config.withProfile(RbpConfig.of(name)));
            }
            context.enter(View.PROFILE, name);
        });
        grammar.add(
                SYSTEM,
                "undo remote-backup-profile <profile>",
                Command.Kind.CONFIGURATION,
                SystemCommands::deleteProfile);
    }

    private static void enterInterface(CommandContext context, Arguments arguments) {
        final String name = arguments.interfaceName();
        if (!context.config().interfaces().containsKey(name)) {
            context.edit(config -> config.withInterface(InterfaceConfig.of(name)));
        }
        context.enter(View.INTERFACE, name);
    }

    private static void deleteInterface(CommandContext context, Arguments arguments) throws CommandException {
        final String name = arguments.interfaceName();
        if (!context.config().interfaces().containsKey(name)) {
            throw new CommandException("Interface " + name + " does not exist.");
        }
        refuseIfUsed("Interface " + name, profilesFollowing(context.config(), name));
        refuseIfUsed(
                "Interface " + name,
                context.config().interfaces().get(name).groups().stream()
                        .flatMap(group -> context.config().membersOf(new Vrrp6Ref(group.vrid(), name)).stream())
                        .map(Vrrp6Ref::toString)
                        .toList());
        refuseIfUsed("Interface " + name, ETrunkCommands.followers(context, name));
        context.edit(config -> config.withoutInterface(name));
    }

    private static void deleteService(CommandContext context, Arguments arguments) throws CommandException {
        final String name = arguments.text("service");
        if (!context.config().services().containsKey(name)) {
            throw new CommandException("Remote-backup-service " + name + " does not exist.");
        }
        refuseIfUsed(
                "Remote-backup-service " + name,
                context.config().profiles().values().stream()
                        .filter(profile -> profile.service().equals(name))
                        .map(profile -> "remote-backup-profile " + profile.name())
                        .toList());
        context.edit(config -> config.withoutService(name));
    }

    private static void deleteProfile(CommandContext context, Arguments arguments) throws CommandException {
        final String name = arguments.text("profile");
        if (!context.config().profiles().containsKey(name)) {
            throw new CommandException("Remote-backup-profile " + name + " does not exist.");
        }
        refuseIfUsed(
                "Remote-backup-profile " + name,
                context.config().boundTo(name).stream()
                        .map(port -> "interface " + port.name())
                        .toList());
        context.edit(config -> config.withoutProfile(name));
    }

    private static List<String> profilesFollowing(DeviceConfig config, String interfaceName) {
        return config.profiles().values().stream()
                .filter(profile -> profile.vrrp6()
                        .map(Vrrp6Ref::interfaceName)
                        .filter(interfaceName::equals)
                        .isPresent())
                .map(profile -> "remote-backup-profile " + profile.name())
                .toList();
    }

    /** Refuses the deletion of what others refer to, and names them. */
    static void refuseIfUsed(String what, List<String> referrers) throws CommandException {
        if (!referrers.isEmpty()) {
            throw new CommandException(what + " is used by " + String.join(", ", referrers) + ".");
        }
    }
}
