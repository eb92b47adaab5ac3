package io.ndpair.node.shell;

import io.ndpair.node.config.ConfigText;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Vrrp6Ref;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The display commands, which all views have. */
final class DisplayCommands {
    private static final Set<View> ALL = EnumSet.allOf(View.class);

    private DisplayCommands() {}

    static void addTo(Grammar grammar) {
        add(grammar, "display current-configuration", (context, arguments) -> {
            ConfigText.lines(context.device().runningConfig()).forEach(context::line);
            context.line("return");
        });
        add(grammar, "display configuration candidate", (context, arguments) -> {
            ConfigText.lines(context.config()).forEach(context::line);
            context.line("return");
        });
        add(grammar, "display this", (context, arguments) -> displayThis(context));
        add(
                grammar,
                "display version",
                (context, arguments) -> context.line(context.device().version()));
        add(grammar, "display remote-backup-service [ <service> [ verbose ] ]", DisplayCommands::services);
        add(grammar, "display remote-backup-profile [ <profile> ]", DisplayCommands::profiles);
        add(grammar, "display vrrp6 [ interface <interface> ] [ <vrid> ] [ verbose | brief ]", DisplayCommands::groups);
        add(grammar, "display vrrp6 admin-vrrp6", DisplayCommands::adminGroups);
        add(
                grammar,
                "display vrrp6 binding admin-vrrp6 [ interface <interface> vrid <vrid> ]",
                DisplayCommands::members);
        add(grammar, "display ipv6 neighbors [ <address> | <interface> ] [ brief ]", DisplayCommands::neighbors);
        add(grammar, "display nd history <address> [ <interface> ]", DisplayCommands::history);
        add(
                grammar,
                "display nd history as-of <date> <clock> [ <address> | <interface> ] [ limit <past-neighbors> ]",
                DisplayCommands::past);
    }

    private static void add(Grammar grammar, String pattern, Command.Action action) {
        grammar.add(ALL, pattern, Command.Kind.OPERATOR, action);
    }

    private static void displayThis(CommandContext context) {
        final DeviceConfig running = context.device().runningConfig();
        final String name = context.object();
        final Optional<List<String>> lines =
                switch (context.view()) {
                    case USER, SYSTEM -> Optional.of(ConfigText.lines(running));
                    case INTERFACE ->
                        Optional.ofNullable(running.interfaces().get(name)).map(ConfigText::port);
                    case SERVICE ->
                        Optional.ofNullable(running.services().get(name)).map(ConfigText::service);
                    case PROFILE ->
                        Optional.ofNullable(running.profiles().get(name)).map(ConfigText::profile);
                    case ETRUNK ->
                        Optional.ofNullable(running.etrunks().trunks().get(Integer.valueOf(name)))
                                .map(ConfigText::trunk);
                    case SSL_POLICY ->
                        Optional.ofNullable(running.sslPolicies().get(name)).map(ConfigText::sslPolicy);
                };
        if (context.view().belowSystem()) {
            context.line("#");
        }
        lines.ifPresent(present -> present.forEach(context::line));
        if (context.view().belowSystem() && lines.isPresent()) {
            context.line("#");
        }
        context.line("return");
    }

    private static void services(CommandContext context, Arguments arguments) throws CommandException {
        final List<RbsConfig> configs =
                List.copyOf(context.device().runningConfig().services().values());
        if (!arguments.given("service")) {
            ServiceDisplay.list(context.out(), configs);
            return;
        }
        final String name = arguments.text("service");
        for (int i = 0; i < configs.size(); i++) {
            if (configs.get(i).name().equals(name)) {
                new ServiceDisplay(context.out(), context.zone())
                        .detail(i, configs.get(i), context.device(), arguments.has("verbose"));
                return;
            }
        }
        throw new CommandException("Remote-backup-service " + name + " does not exist in the running configuration.");
    }

    private static void profiles(CommandContext context, Arguments arguments) throws CommandException {
        final DeviceConfig running = context.device().runningConfig();
        final List<RbpConfig> configs = List.copyOf(running.profiles().values());
        if (!arguments.given("profile")) {
            ProfileDisplay.list(context.out(), configs);
            return;
        }
        final String name = arguments.text("profile");
        for (int i = 0; i < configs.size(); i++) {
            if (configs.get(i).name().equals(name)) {
                final List<String> interfaces = running.boundTo(name).stream()
                        .map(InterfaceConfig::name)
                        .toList();
                new ProfileDisplay(context.out(), context.zone())
                        .detail(
                                i,
                                configs.get(i),
                                interfaces,
                                context.device().profiles().stream()
                                        .filter(status -> status.name().equals(name))
                                        .findFirst());
                return;
            }
        }
        throw new CommandException("Remote-backup-profile " + name + " does not exist in the running configuration.");
    }

    private static void groups(CommandContext context, Arguments arguments) {
        final List<GroupStatus> wanted = context.device().groups().stream()
                .filter(group ->
                        !arguments.namesInterface() || group.interfaceName().equals(arguments.interfaceName()))
                .filter(group -> !arguments.given("vrid") || group.vrid() == arguments.number("vrid"))
                .toList();
        final GroupDisplay display = new GroupDisplay(context.out(), context.zone());
        if (arguments.has("brief")) {
            display.brief(wanted);
        } else {
            wanted.forEach(display::detail);
            if (wanted.isEmpty()) {
                context.line("Info: There is no VRRP6 group of that description.");
            }
        }
    }

    private static void adminGroups(CommandContext context, Arguments arguments) {
        final List<GroupStatus> admins = context.device().groups().stream()
                .filter(group -> group.details().type() == GroupDetails.Type.ADMIN)
                .toList();
        final GroupDisplay display = new GroupDisplay(context.out(), context.zone());
        admins.forEach(display::detail);
        if (admins.isEmpty()) {
            context.line("Info: There is no admin group.");
        }
    }

    private static void members(CommandContext context, Arguments arguments) {
        final List<GroupStatus> admins = context.device().groups().stream()
                .filter(group -> group.details().type() == GroupDetails.Type.ADMIN)
                .filter(group ->
                        !arguments.namesInterface() || group.interfaceName().equals(arguments.interfaceName()))
                .filter(group -> !arguments.given("vrid") || group.vrid() == arguments.number("vrid"))
                .toList();
        final GroupDisplay display = new GroupDisplay(context.out(), context.zone());
        for (final GroupStatus admin : admins) {
            final String name = new Vrrp6Ref(admin.vrid(), admin.interfaceName()).toString();
            display.binding(
                    admin,
                    context.device().groups().stream()
                            .filter(group -> group.details().adminGroup().equals(name))
                            .toList());
        }
        if (admins.isEmpty()) {
            context.line("Info: There is no admin group of that description.");
        }
    }

    private static void neighbors(CommandContext context, Arguments arguments) {
        context.display(new NeighborDisplay(context.device().neighbors(entries(arguments)), arguments.has("brief")));
    }

    private static NeighborQuery entries(Arguments arguments) {
        return new NeighborQuery(
                arguments.given("address") ? Optional.of(arguments.ipv6("address")) : Optional.empty(),
                arguments.namesInterface() ? Optional.of(arguments.interfaceName()) : Optional.empty());
    }

    private static void past(CommandContext context, Arguments arguments) throws CommandException {
        final Instant time = arguments
                .date("date")
                .atTime(arguments.clock("clock"))
                .atZone(context.zone())
                .toInstant();
        final int most = arguments.given("past-neighbors")
                ? arguments.number("past-neighbors")
                : PastQuery.DEFAULT_MOST_NEIGHBORS;
        try {
            final PastCursor cursor = context.device().past(new PastQuery(time, entries(arguments), most));
            context.display(new PastDisplay(cursor, time, context.zone()));
        } catch (final ApplyException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private static void history(CommandContext context, Arguments arguments) {
        final Ipv6Address address = arguments.ipv6("address");
        context.display(new HistoryDisplay(
                context.device()
                        .history(
                                address,
                                arguments.namesInterface() ? Optional.of(arguments.interfaceName()) : Optional.empty()),
                address,
                context.zone()));
    }
}
