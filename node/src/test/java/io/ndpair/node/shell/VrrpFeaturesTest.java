package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.ConfigText;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpAdmin;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.config.VrrpSystemConfig;
import io.ndpair.node.config.VrrpTracking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What VRRP6 groups can have beyond priority and timers: commands, their undo, ranges, and what excludes what. */
class VrrpFeaturesTest {
    private static final String USERS = "GigabitEthernet0/1/0.1";
    private final Terminal terminal = Terminal.inInterface();

    private VrrpConfig group() {
        return terminal.device.runningConfig().interfaces().get(USERS).group(1).orElseThrow();
    }

    private void begin() {
        terminal.ok("vrrp6 vrid 1 virtual-ip fe80::1 link-local", "commit");
    }

    private String refusal(String line) {
        return terminal.error(line).orElseThrow().message();
    }

    /** An admin group on an interface that stands after the users' one. */
    private void adminGroup(String... more) {
        terminal.ok("interface GigabitEthernet0/1/9", "ipv6 enable", "vrrp6 vrid 9 virtual-ip fe80::9 link-local");
        terminal.ok(more);
        terminal.ok("interface " + USERS);
    }

    @ParameterizedTest
    @CsvSource({
        "virtual-mac,                          vrrp6 vrid 1 virtual-mac",
        "accept-mode disable,                  vrrp6 vrid 1 accept-mode disable",
        "owner-claim any,                      vrrp6 vrid 1 owner-claim any",
        "preempt-mode disable,                 vrrp6 vrid 1 preempt-mode disable",
        "track interface GigabitEthernet0/2/0, vrrp6 vrid 1 track interface GigabitEthernet0/2/0 reduced 10",
        "track peer,                           vrrp6 vrid 1 track peer reduced 10",
    })
    void shouldSetShowAndUndo(String words, String shown) {
        begin();
        final VrrpConfig before = group();
        terminal.ok("vrrp6 vrid 1 " + words, "commit");
        assertThat(group()).isNotEqualTo(before);
        assertThat(terminal.type("display this")).contains(" " + shown + "\n");

        terminal.ok("undo vrrp6 vrid 1 " + words, "commit");
        assertThat(group()).isEqualTo(before);
        assertThat(terminal.type("display this")).doesNotContain(shown);
    }

    @Test
    void shouldTrackInterfacesUpToSixteen() {
        begin();
        terminal.ok("vrrp6 vrid 1 track interface GigabitEthernet 0/2/0 increased 255", "commit");
        assertThat(group().tracking().interfaces())
                .containsExactly(new VrrpTracking.Port("GigabitEthernet0/2/0", true, 255));
        terminal.ok("vrrp6 vrid 1 track interface GigabitEthernet0/2/0 reduced 1", "commit");
        assertThat(group().tracking().interfaces())
                .as("the same interface again changes it")
                .containsExactly(new VrrpTracking.Port("GigabitEthernet0/2/0", false, 1));
        for (int i = 1; i < 16; i++) {
            terminal.ok("vrrp6 vrid 1 track interface eth" + i);
        }
        assertThat(refusal("vrrp6 vrid 1 track interface eth16")).contains("at most 16 interfaces");
        assertThat(refusal("undo vrrp6 vrid 1 track interface eth16")).contains("does not track interface eth16");
        for (final String amount : new String[] {"0", "256", "x"}) {
            assertThat(refusal("vrrp6 vrid 1 track interface eth1 reduced " + amount))
                    .startsWith("Wrong parameter");
        }
    }

    @Test
    void shouldTrackTheJournalUnlessToldOtherwise() {
        begin();
        assertThat(group().tracking().journalReducedBy()).isEqualTo(10);
        terminal.ok("undo vrrp6 vrid 1 track journal", "commit");
        assertThat(group().tracking().journalReducedBy()).isZero();
        assertThat(terminal.type("display this")).contains(" undo vrrp6 vrid 1 track journal\n");
        terminal.ok("vrrp6 vrid 1 track journal reduced 30", "commit");
        assertThat(terminal.type("display this")).contains(" vrrp6 vrid 1 track journal reduced 30\n");
        terminal.ok("vrrp6 vrid 1 track journal", "commit");
        assertThat(group().tracking()).isEqualTo(VrrpTracking.DEFAULT);
    }

    @Test
    void shouldFollowAnAdminGroupOfAnotherInterface() {
        begin();
        assertThat(refusal("vrrp6 vrid 1 track admin-vrrp6 interface GigabitEthernet0/1/9 vrid 9 unflowdown"))
                .contains("VRRP6 group 9 of interface GigabitEthernet0/1/9 does not exist");
        adminGroup();
        assertThat(refusal("vrrp6 vrid 1 track admin-vrrp6 interface GigabitEthernet0/1/9 vrid 9 unflowdown"))
                .contains("is no admin group")
                .contains("admin-vrrp6 vrid 9");
        adminGroup("admin-vrrp6 vrid 9");
        terminal.ok("vrrp6 vrid 1 track admin-vrrp6 interface GigabitEthernet0/1/9 vrid 9 unflowdown", "commit");
        assertThat(group().admin()).isEqualTo(VrrpAdmin.member(new Vrrp6Ref(9, "GigabitEthernet0/1/9"), true));
        assertThat(terminal.type("vrrp6 vrid 1 track admin-vrrp6 interface GigabitEthernet0/1/9 vrid 9"))
                .startsWith("Warning: ");
        // The admin group stands on a later interface; the file names it only after that.
        final String file = String.join("\n", ConfigText.file(terminal.device.runningConfig()));
        assertThat(file.indexOf("track admin-vrrp6")).isGreaterThan(file.indexOf("admin-vrrp6 vrid 9"));
        terminal.ok("undo vrrp6 vrid 1 track admin-vrrp6", "commit");
        assertThat(group().admin()).isEqualTo(VrrpAdmin.NONE);
    }

    @Test
    void shouldRefuseWhatAdminGroupsAndMembersCannotBe() {
        begin();
        adminGroup("admin-vrrp6 vrid 9");
        final String follow = "vrrp6 vrid 1 track admin-vrrp6 interface GigabitEthernet0/1/9 vrid 9 unflowdown";
        terminal.ok("vrrp6 vrid 1 track interface eth1");
        assertThat(refusal(follow)).contains("cannot track interfaces");
        terminal.ok("undo vrrp6 vrid 1 track interface eth1", follow);
        assertThat(refusal("vrrp6 vrid 1 track interface eth1")).contains("cannot track interfaces");
        assertThat(refusal("admin-vrrp6 vrid 1")).contains("follows VRRP6 group 9");
        terminal.ok("vrrp6 vrid 2 virtual-ip fe80::2 link-local");
        assertThat(refusal("vrrp6 vrid 2 track admin-vrrp6 interface " + USERS + " vrid 1"))
                .contains("on different interfaces");
        assertThat(refusal("vrrp6 vrid 2 track admin-vrrp6 interface GigabitEthernet0/1/9 vrid 9"))
                .contains("an interface has one such group");
        terminal.ok("interface GigabitEthernet0/1/9");
        for (final String line :
                new String[] {"undo admin-vrrp6 vrid 9", "undo vrrp6 vrid 9", "undo interface GigabitEthernet0/1/9"}) {
            assertThat(refusal(line)).contains("is used by VRRP6 group 1 of interface " + USERS);
        }
        assertThat(refusal("vrrp6 vrid 9 track admin-vrrp6 interface " + USERS + " vrid 1"))
                .contains("is an admin group");
    }

    @Test
    void shouldHoldTheStateOnlyWhereADownInterfaceIsIgnored() {
        begin();
        assertThat(refusal("vrrp6 vrid 1 initialize state-hold-time 60")).contains("ignore-if-down");
        terminal.ok("admin-vrrp6 vrid 1 ignore-if-down", "vrrp6 vrid 1 initialize state-hold-time 60", "commit");
        assertThat(group().admin()).isEqualTo(VrrpAdmin.group(true, 60));
        assertThat(terminal.type("display this"))
                .contains(" admin-vrrp6 vrid 1 ignore-if-down\n vrrp6 vrid 1 initialize state-hold-time 60\n");
        assertThat(refusal("vrrp6 vrid 1 initialize state-hold-time 3601")).startsWith("Wrong parameter");
        terminal.ok("undo vrrp6 vrid 1 initialize state-hold-time", "undo admin-vrrp6 vrid 1", "commit");
        assertThat(group().admin()).isEqualTo(VrrpAdmin.NONE);
    }

    @Test
    void shouldTakeDelaysOfInterfaceAndSystem() {
        begin();
        terminal.ok("vrrp6 recover-delay 20", "undo ipv6 nd ra halt", "quit");
        terminal.ok("vrrp6 recover-delay 3600", "na-enhance-enable", "commit");
        assertThat(terminal.type("display current-configuration"))
                .contains("na-enhance-enable\nvrrp6 recover-delay 3600\n#\n")
                .contains(" undo ipv6 nd ra halt\n vrrp6 recover-delay 20\n");
        assertThat(refusal("vrrp6 recover-delay 3601")).startsWith("Wrong parameter");
        terminal.ok("undo vrrp6 recover-delay", "undo na-enhance-enable", "interface " + USERS);
        terminal.ok("undo vrrp6 recover-delay", "ipv6 nd ra halt", "commit");
        assertThat(terminal.type("display current-configuration"))
                .doesNotContain("recover-delay")
                .doesNotContain("na-enhance")
                .doesNotContain("ra halt");
    }

    @Test
    void shouldTakeCountAndIntervalOfNeighborAdvertisements() {
        begin();
        terminal.ok("quit", "vrrp6 na-send count 16 interval 60000", "commit");
        assertThat(terminal.device.runningConfig().vrrp()).isEqualTo(VrrpSystemConfig.DEFAULT.withNa(16, 60_000));
        assertThat(terminal.type("display current-configuration")).contains("vrrp6 na-send count 16 interval 60000\n");
        terminal.ok("vrrp6 na-send count 1", "commit");
        assertThat(terminal.device.runningConfig().vrrp()).isEqualTo(VrrpSystemConfig.DEFAULT.withNa(1, 1_000));
        for (final String wrong :
                new String[] {"count 0", "count 17", "count 2 interval 9", "count 2 interval 60001"}) {
            assertThat(refusal("vrrp6 na-send " + wrong)).startsWith("Wrong parameter");
        }
        terminal.ok("na-enhance-enable", "commit");
        assertThat(terminal.device.runningConfig().vrrp().naRounds()).isEqualTo(6);
        terminal.ok("undo na-enhance-enable", "undo vrrp6 na-send count 1", "commit");
        assertThat(terminal.device.runningConfig().vrrp()).isEqualTo(VrrpSystemConfig.DEFAULT);
        assertThat(terminal.type("display current-configuration")).doesNotContain("na-send");
    }

    @Test
    void shouldWarnOfIntervalsBelowASecond() {
        begin();
        assertThat(terminal.type("vrrp6 vrid 1 timer advertise millisecond 990"))
                .startsWith("Warning: ");
        assertThat(terminal.type("vrrp6 vrid 1 timer advertise millisecond 1000"))
                .isEmpty();
        assertThat(terminal.type("vrrp6 vrid 1 timer advertise 100")).isEmpty();
    }

    @Test
    void shouldHelp() {
        assertThat(terminal.session.help("vrrp6 vrid 1 track "))
                .contains("admin-vrrp6")
                .contains("interface")
                .contains("journal")
                .contains("peer");
        assertThat(terminal.session.help("vrrp6 vrid 1 track journal "))
                .contains("reduced")
                .contains("<cr>");
    }
}
