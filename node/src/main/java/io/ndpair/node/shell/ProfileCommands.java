package io.ndpair.node.shell;

import io.ndpair.node.config.ExternalRef;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RoleSource;
import io.ndpair.node.config.Vrrp6Ref;
import java.util.Optional;
import java.util.Set;

/** The commands of the view of a remote backup profile. */
final class ProfileCommands {
    private static final Set<View> PROFILE = Set.of(View.PROFILE);

    private ProfileCommands() {}

    static void addTo(Grammar grammar) {
        addMode(grammar);
        grammar.add(
                PROFILE, "vrrp6-id <vrid> interface <interface>", Command.Kind.CONFIGURATION, ProfileCommands::follow);
        grammar.add(
                PROFILE,
                "undo vrrp6-id [ <vrid> [ interface <interface> ] ]",
                Command.Kind.CONFIGURATION,
                ProfileCommands::unfollow);
        grammar.add(
                PROFILE,
                "track external [ fifo-instance <instance> ]",
                Command.Kind.CONFIGURATION,
                ProfileCommands::trackExternal);
        grammar.add(
                PROFILE,
                "undo track external [ fifo-instance <instance> ]",
                Command.Kind.CONFIGURATION,
                ProfileCommands::untrackExternal);
        grammar.add(
                Set.of(View.USER),
                "role <profile> { master | backup | initialize }",
                Command.Kind.ACTION,
                ProfileCommands::tellRole);
        grammar.add(Set.of(View.USER), "switchover <profile>", Command.Kind.ACTION, (context, arguments) -> {
            try {
                context.line(context.device().switchover(arguments.text("profile")));
            } catch (final ApplyException e) {
                throw new CommandException(e.getMessage());
            }
        });
        grammar.add(Set.of(View.USER), "undo switchover <profile>", Command.Kind.ACTION, (context, arguments) -> {
            try {
                context.line(context.device().takeBack(arguments.text("profile")));
            } catch (final ApplyException e) {
                throw new CommandException(e.getMessage());
            }
        });
        grammar.add(
                PROFILE,
                "backup-id <backup-id> remote-backup-service <service>",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editProfile(
                        profile -> profile.withBackupId(arguments.number("backup-id"), arguments.text("service"))));
        grammar.add(
                PROFILE,
                "undo backup-id [ <backup-id> [ remote-backup-service <service> ] ]",
                Command.Kind.CONFIGURATION,
                ProfileCommands::withoutBackupId);
        grammar.add(
                PROFILE,
                "service-type nd",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editProfile(profile -> profile.withServiceTypes(Set.of(RbpConfig.ND))));
        grammar.add(
                PROFILE,
                "undo service-type nd",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.editProfile(profile -> profile.withServiceTypes(Set.of())));
        for (final String type : ServiceTypes.OTHERS) {
            grammar.add(PROFILE, "service-type " + type, Command.Kind.CONFIGURATION, (context, arguments) -> {
                throw ServiceCommands.unsupported(type);
            });
        }
    }

    private static void addMode(Grammar grammar) {
        // Hot is the default and the only mode, so both say what is so anyway.
        grammar.add(PROFILE, "peer-backup hot", Command.Kind.CONFIGURATION, (context, arguments) -> {});
        grammar.add(PROFILE, "undo peer-backup", Command.Kind.CONFIGURATION, (context, arguments) -> {});
        grammar.add(PROFILE, "peer-backup virtual", Command.Kind.CONFIGURATION, (context, arguments) -> {
            throw new CommandException(
                    "Mode virtual is not supported by this device: it backs up entries, and only hot backup has them.");
        });
        grammar.add(PROFILE, "peer-backup warm", Command.Kind.CONFIGURATION, (context, arguments) -> {
            throw new CommandException("Mode warm cannot be used with service type nd; use 'peer-backup hot'.");
        });
    }

    private static void follow(CommandContext context, Arguments arguments) throws CommandException {
        follow(context, new Vrrp6Ref(arguments.number("vrid"), arguments.interfaceName()));
    }

    /** Makes the profile follow a source; what it follows already has to be undone first, whatever its kind. */
    static void follow(CommandContext context, RoleSource wanted) throws CommandException {
        final Optional<RoleSource> present = context.profile().source();
        if (present.isPresent() && !present.get().equals(wanted)) {
            throw new CommandException("Remote-backup-profile " + context.object() + " follows " + present.get()
                    + " already; 'undo " + present.get().command() + "' first.");
        }
        context.editProfile(profile -> profile.withSource(Optional.of(wanted)));
    }

    private static void trackExternal(CommandContext context, Arguments arguments) throws CommandException {
        follow(context, new ExternalRef(arguments.given("instance") ? arguments.text("instance") : ""));
    }

    private static void untrackExternal(CommandContext context, Arguments arguments) throws CommandException {
        final boolean other = arguments.given("instance")
                && context.profile()
                        .external()
                        .filter(external -> external.instance().equals(arguments.text("instance")))
                        .isEmpty();
        if (other) {
            throw new CommandException("Remote-backup-profile " + context.object() + " does not follow fifo-instance "
                    + arguments.text("instance") + ".");
        }
        if (context.profile().external().isPresent()) {
            context.editProfile(profile -> profile.withSource(Optional.empty()));
        }
    }

    /** An action on what runs: it is in no configuration, and not kept when the device ends. */
    private static void tellRole(CommandContext context, Arguments arguments) throws CommandException {
        final RoleState role = arguments.has("master")
                ? RoleState.MASTER
                : arguments.has("backup") ? RoleState.BACKUP : RoleState.INITIALIZE;
        try {
            context.line(context.device().role(arguments.text("profile"), role));
        } catch (final ApplyException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private static void unfollow(CommandContext context, Arguments arguments) throws CommandException {
        final Optional<Vrrp6Ref> present = context.profile().vrrp6();
        final boolean other = arguments.given("vrid")
                && present.filter(ref -> ref.vrid() == arguments.number("vrid")
                                && (!arguments.namesInterface()
                                        || ref.interfaceName().equals(arguments.interfaceName())))
                        .isEmpty();
        if (other) {
            throw new CommandException("Remote-backup-profile " + context.object() + " does not follow VRRP6 group "
                    + arguments.number("vrid")
                    + (arguments.namesInterface() ? " of interface " + arguments.interfaceName() : "") + ".");
        }
        if (present.isPresent()) {
            context.editProfile(profile -> profile.withSource(Optional.empty()));
        }
    }

    private static void withoutBackupId(CommandContext context, Arguments arguments) throws CommandException {
        final RbpConfig present = context.profile();
        final boolean other = (arguments.given("backup-id") && present.backupId() != arguments.number("backup-id"))
                || (arguments.given("service") && !present.service().equals(arguments.text("service")));
        if (other) {
            throw new CommandException("Remote-backup-profile " + context.object() + " has "
                    + (present.backupId() == 0
                            ? "no backup-id."
                            : "backup-id " + present.backupId() + " of remote-backup-service " + present.service()
                                    + "."));
        }
        context.editProfile(profile -> profile.withBackupId(0, ""));
    }
}
