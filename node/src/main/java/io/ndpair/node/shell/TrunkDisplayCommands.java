package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.EthTrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The displays of E-Trunks and Eth-Trunks, which all views have. */
final class TrunkDisplayCommands {
    private static final Set<View> ALL = EnumSet.allOf(View.class);

    private TrunkDisplayCommands() {}

    static void addTo(Grammar grammar) {
        grammar.add(ALL, "display e-trunk [ <trunk> ]", Command.Kind.OPERATOR, TrunkDisplayCommands::trunks);
        grammar.add(ALL, "display eth-trunk [ <eth-trunk> ]", Command.Kind.OPERATOR, TrunkDisplayCommands::ethTrunks);
    }

    private static void trunks(CommandContext context, Arguments arguments) throws CommandException {
        final DeviceConfig running = context.device().runningConfig();
        final TrunkDisplay display = new TrunkDisplay(context.out(), context.zone());
        final List<TrunkStatus> statuses = context.device().trunks();
        if (!arguments.given("trunk")) {
            display.list(List.copyOf(running.etrunks().trunks().values()), statuses);
            return;
        }
        final int id = arguments.number("trunk");
        final ETrunkConfig trunk = running.etrunks().trunks().get(id);
        if (trunk == null) {
            throw new CommandException("E-trunk " + id + " does not exist in the running configuration.");
        }
        final TrunkStatus status = statuses.stream()
                .filter(s -> s.id() == id)
                .findFirst()
                .orElseThrow(() -> new CommandException("E-trunk " + id + " does not run."));
        display.detail(trunk, status);
    }

    private static void ethTrunks(CommandContext context, Arguments arguments) throws CommandException {
        final DeviceConfig running = context.device().runningConfig();
        final List<InterfaceConfig> ports = running.interfaces().values().stream()
                .filter(port -> EthTrunkConfig.number(port.name()).isPresent())
                .filter(port -> !arguments.given("eth-trunk")
                        || EthTrunkConfig.number(port.name()).getAsInt() == arguments.number("eth-trunk"))
                .toList();
        if (ports.isEmpty()) {
            throw new CommandException(
                    arguments.given("eth-trunk")
                            ? "Interface Eth-Trunk" + arguments.number("eth-trunk")
                                    + " does not exist in the running configuration."
                            : "There is no Eth-Trunk in the running configuration.");
        }
        new TrunkDisplay(context.out(), context.zone())
                .ethTrunks(running, ports, context.device().trunks());
    }
}
