package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import java.util.EnumSet;
import java.util.Set;

/** Moving between views, committing, dropping, saving. */
final class MoveCommands {
    private static final Set<View> ALL = EnumSet.allOf(View.class);
    private static final Set<View> CONFIGURING = EnumSet.complementOf(EnumSet.of(View.USER));

    private MoveCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(Set.of(View.USER), "system-view", Command.Kind.CONFIGURATION, (context, arguments) -> {
            context.candidate().clear(context.device().runningConfig());
            context.enter(View.SYSTEM, "");
        });
        grammar.add(ALL, "quit", Command.Kind.CONFIGURATION, (context, arguments) -> quit(context));
        grammar.add(
                CONFIGURING,
                "return",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.leave(CommandContext.Leaving.RETURN));
        grammar.add(CONFIGURING, "commit", Command.Kind.CONFIGURATION, (context, arguments) -> context.commit());
        grammar.add(CONFIGURING, "clear configuration candidate", Command.Kind.CONFIGURATION, (context, arguments) -> {
            context.candidate().clear(context.device().runningConfig());
            context.leaveIfGone();
        });
        grammar.add(
                ALL,
                "save",
                Command.Kind.OPERATOR,
                (context, arguments) -> context.line("Info: The running configuration was saved to "
                        + context.device().save() + "."));
        grammar.add(
                Set.of(View.SYSTEM),
                "sysname <device-name>",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.edit(config -> config.withName(arguments.text("device-name"))));
        grammar.add(
                Set.of(View.SYSTEM),
                "undo sysname",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.edit(config -> config.withName(DeviceConfig.DEFAULT_NAME)));
        grammar.add(
                Set.of(View.SYSTEM),
                "device-id <device-id>",
                Command.Kind.CONFIGURATION,
                (context, arguments) ->
                        context.edit(config -> config.withDeviceId((int) arguments.longNumber("device-id"))));
        grammar.add(
                Set.of(View.SYSTEM),
                "undo device-id",
                Command.Kind.CONFIGURATION,
                (context, arguments) -> context.edit(config -> config.withDeviceId(0)));
    }

    private static void quit(CommandContext context) {
        switch (context.view()) {
            case USER -> context.close();
            case SYSTEM -> context.leave(CommandContext.Leaving.QUIT);
            default -> context.enter(View.SYSTEM, "");
        }
    }
}
