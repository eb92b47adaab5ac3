package io.ndpair.node.shell;

import io.ndpair.node.config.ETrunkRef;
import io.ndpair.node.config.ExternalRef;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RoleSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code display remote-backup-profile}. */
final class ProfileDisplay {
    private static final int FIRST_INDEX = 0x1000;
    private static final String RULE = "-".repeat(60) + "\n";
    private static final int WIDTH = 23;

    private final StringBuilder out;
    private final ZoneId zone;

    ProfileDisplay(StringBuilder out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    static void list(StringBuilder out, List<RbpConfig> profiles) {
        out.append(RULE).append("PROFILE-ID   PROFILE-NAME\n").append(RULE);
        for (int i = 0; i < profiles.size(); i++) {
            out.append(String.format(
                    Locale.ROOT,
                    "0x%-10x %s%n",
                    FIRST_INDEX + i,
                    profiles.get(i).name()));
        }
        out.append(RULE).append("Total ").append(profiles.size()).append(" printed.\n");
    }

    void detail(int index, RbpConfig config, List<String> interfaces, Optional<ProfileStatus> status) {
        final Fields fields = new Fields(out, zone, 2, WIDTH);
        fields.field("Profile-Index", "0x" + Integer.toHexString(FIRST_INDEX + index))
                .field("Profile-Name", config.name())
                .field("Service", String.join(" ", config.serviceTypes()))
                .field("Remote-backup-service", config.service())
                .field("Backup-ID", config.backupId() == 0 ? "" : Integer.toString(config.backupId()))
                .field(
                        "Track protocol",
                        config.source().map(RoleSource::protocol).orElse(""));
        config.external()
                .map(ExternalRef::instance)
                .filter(instance -> !instance.isEmpty())
                .ifPresent(instance -> fields.field("FIFO-Instance", instance));
        config.vrrp6()
                .ifPresent(ref -> fields.field("VRRP6-ID", ref.vrid()).field("VRRP6-Interface", ref.interfaceName()));
        if (config.source().orElse(null) instanceof ETrunkRef ref) {
            // The vendor's form for E-Trunk has no states: those are in display e-trunk.
            fields.field("E-Trunk ID", ref.trunk()).field("Eth-trunk ID", ref.ethTrunk());
        } else {
            states(fields, status);
        }
        fields.lines("Interface", interfaces).field("Backup mode", "hot");
        status.ifPresent(present -> {
            fields.field("Ready", (present.ready() ? "yes" : "no") + reason(present.readyReason()));
            ReplicationFields.write(fields, present.replication());
            writeTable(fields, present.table());
        });
    }

    private static void states(Fields fields, Optional<ProfileStatus> status) {
        fields.field(
                        "State",
                        status.map(ProfileStatus::role)
                                .orElse(RoleState.UNKNOWN)
                                .profileText())
                .field(
                        "Peer State",
                        status.map(ProfileStatus::peerRole)
                                .orElse(RoleState.UNKNOWN)
                                .profileText());
    }

    private static String reason(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private static void writeTable(Fields fields, TableView table) {
        fields.field("Entries", table.entries() + " of at most " + table.limit())
                .field("Limits", table.limits())
                .lines("Learned", table.links())
                .field("Aging", table.aging())
                .field("Epoch", table.epoch())
                .field("Sequence", table.sequence() + ", journaled " + table.journaled())
                .field("Journal", table.journal())
                .field("Last start", table.started())
                .field(
                        "Memory",
                        table.memoryBytes() + " bytes"
                                + (table.memoryPages().isEmpty() ? "" : ", " + table.memoryPages()))
                .counts("Memory checks", table.scrub())
                .counts("Entries dropped", table.refused());
    }
}
