package io.ndpair.election.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalRoleTest {
    private final List<String> heard = new ArrayList<>();
    private final ExternalRole external = new ExternalRole(
            "rbp1", (name, role, reason, nowNs) -> heard.add(name + " " + role + " " + reason + " " + nowNs));

    @Test
    void shouldTellWhatItIsToldWhenThatIsNew() {
        assertThat(external.role()).isEqualTo(Role.INITIALIZE);
        assertThat(external.tell(Role.INITIALIZE, RoleReason.COMMAND, 1)).isFalse();
        assertThat(external.tell(Role.BACKUP, RoleReason.NOTIFIED, 2)).isTrue();
        assertThat(external.tell(Role.BACKUP, RoleReason.COMMAND, 3)).isFalse();
        assertThat(external.tell(Role.MASTER, RoleReason.COMMAND, 4)).isTrue();
        assertThat(heard).containsExactly("rbp1 BACKUP NOTIFIED 2", "rbp1 MASTER COMMAND 4");
        assertThat(external.role()).isEqualTo(Role.MASTER);
        assertThat(external.reason()).isEqualTo(RoleReason.COMMAND);
        assertThat(external.changes()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE \"VI_1\" MASTER 100, false, VI_1, MASTER",
        "INSTANCE \"lan 0\" BACKUP 255, false, lan 0, BACKUP",
        "INSTANCE \"VI_1\" FAULT 0, false, VI_1, INITIALIZE",
        "INSTANCE \"VI_1\" STOP 100, false, VI_1, INITIALIZE",
        "INSTANCE \"VI_1\" DELETED, false, VI_1, INITIALIZE",
        "GROUP \"all\" MASTER 0, true, all, MASTER",
    })
    void shouldReadWhatKeepalivedWrites(String line, boolean isGroup, String name, Role role) {
        assertThat(NotifyLine.parse(line)).contains(new NotifyLine(isGroup, name, role));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INSTANCE",
                "INSTANCE VI_1 MASTER 100",
                "INSTANCE \"\" MASTER 100",
                "INSTANCE \"VI_1\" MASTER_PRIORITY 100",
                "INSTANCE \"VI_1\" master 100",
                "INSTANCE \"VI_1\" MASTER 1000",
                "INSTANCE \"VI_1\" MASTER 100 ",
                "INSTANCE \"VI\u0007\" MASTER 100",
                "VS [10.0.0.1]:tcp:80 UP",
            })
    void shouldPassOverEverythingElse(String line) {
        assertThat(NotifyLine.parse(line)).isEmpty();
    }

    @Test
    void shouldPassOverNamesThatAreTooLongAndNoise() {
        assertThat(NotifyLine.parse("INSTANCE \"" + "x".repeat(129) + "\" MASTER 100"))
                .isEmpty();
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        final String good = "INSTANCE \"VI_1\" MASTER 100";
        for (int i = 0; i < 5_000; i++) {
            final StringBuilder line = new StringBuilder(good);
            for (int j = random.nextInt(4); j >= 0; j--) {
                line.setCharAt(random.nextInt(good.length()), (char) random.nextInt(256));
            }
            // Must not throw, and never take a name that was not there.
            NotifyLine.parse(line.toString())
                    .ifPresent(read -> assertThat(line.toString()).contains(read.name()));
        }
    }
}
