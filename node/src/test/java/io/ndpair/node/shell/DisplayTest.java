package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.Ipv6Address;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private static final Instant TIME = Instant.parse("2024-05-01T10:00:03Z");

    private final Terminal terminal = new Terminal();

    @BeforeEach
    void configure() {
        Procedure.TEXT.lines().forEach(terminal::type);
        terminal.ok("remote-backup-service rbs1", "peer-ipv6 2001:db8:33::33 source-ipv6 2001:db8:11::11 port 1025");
        terminal.ok("commit", "return");
        final ReplicationView replication = new ReplicationView(
                "Real-time",
                "",
                17,
                Optional.of(new ReplicationView.BatchView(
                        false, 64, 64, 50_000, 400_000, 0, Optional.of(TIME), Optional.of(TIME.plusSeconds(1)), 2)),
                1_234,
                51_000,
                50_990,
                0,
                3,
                40,
                1,
                99,
                0,
                1,
                List.of("VRID 1 here, 2 at the peer"),
                Map.of("bad CRC", 2L, "stale epoch", 0L),
                new ReplicationView.AssuranceView(
                        true, "the peer has the same table", 96, 2, 180, 1, 2, 65_600, Map.of("taken", 7L)));
        terminal.device.profiles.add(new ProfileStatus(
                "rbp1",
                RoleState.MASTER,
                RoleState.BACKUP,
                true,
                "master",
                replication,
                new TableView(
                        50_001,
                        1_048_576,
                        4_194_304,
                        "huge pages advised",
                        "3 of device 9",
                        51_003,
                        51_003,
                        "writing",
                        Map.of("passes", 7L, "bits put back", 1L, "segments damaged", 0L),
                        "4096 unresolved, 1024 on one interface",
                        List.of("GigabitEthernet0/1/0.1 12 of at most 100, 1 unresolved"),
                        "2 wait for a probe",
                        "12 ms",
                        Map.of())));
        terminal.device.services.add(new ServiceStatus(
                "rbs1",
                ServiceStatus.ChannelState.CONNECTED,
                "",
                Optional.of(TIME),
                Optional.of(TIME.minusSeconds(60)),
                "peer silent for 2 s",
                List.of("rbp1"),
                0));
    }

    @Test
    void shouldListServicesAndProfiles() {
        assertThat(terminal.type("display remote-backup-service")).isEqualTo("""
                        ------------------------------------------------------------
                        SERVER ID    SERVER NAME
                        ------------------------------------------------------------
                        0            rbs1
                        ------------------------------------------------------------
                        Total 1,1 printed
                        """);
        assertThat(terminal.type("display remote-backup-profile")).isEqualTo("""
                        ------------------------------------------------------------
                        PROFILE-ID   PROFILE-NAME
                        ------------------------------------------------------------
                        0x1000       rbp1
                        ------------------------------------------------------------
                        Total 1 printed.
                        """);
    }

    @Test
    void shouldShowService() {
        assertThat(terminal.type("display remote-backup-service rbs1")).isEqualTo("""
                          Service-Index    : 0
                          Service-Name     : rbs1
                          TCP-State        : Connected
                          Peer-ip          : 2001:DB8:33::33
                          Source-ip        : 2001:DB8:11::11
                          TCP-Port         : 1025
                          Track-BFD        : --
                          SSL-Policy-Name  : --
                          SSL-State        : --
                          Warning          : no ssl-policy is bound; what is backed up can be read and altered by others on its way
                          Last up time     : 2024-05-01 10:00:03
                          Last down time   : 2024-05-01 09:59:03
                          Last down reason : peer silent for 2 s
                        """);
        assertThat(terminal.type("display remote-backup-service rbs1 verbose"))
                .contains(
                        "  Profile rbp1\n    Safe to switch     : yes (the peer has the same table)\n",
                        "Digest checks      : 99 equal");
        assertThat(terminal.type("display remote-backup-service none")).contains("none does not exist");
    }

    @Test
    void shouldShowServiceWithoutPeer() {
        terminal.device.services.clear();
        terminal.ok("system-view", "remote-backup-service rbs1", "undo peer-ipv6", "commit", "return");
        terminal.device.services.add(new ServiceStatus(
                "rbs1",
                ServiceStatus.ChannelState.INITIAL,
                "no peer is configured",
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                0));
        assertThat(terminal.type("display remote-backup-service rbs1"))
                .contains("TCP-State        : Initial\n  State reason     : no peer is configured\n")
                .contains("Peer-ip          : --\n")
                .doesNotContain("Last");
    }

    @Test
    void shouldShowProfile() {
        assertThat(terminal.type("display remote-backup-profile rbp1")).isEqualTo("""
                          Profile-Index          : 0x1000
                          Profile-Name           : rbp1
                          Service                : nd
                          Remote-backup-service  : rbs1
                          Backup-ID              : 10
                          Track protocol         : VRRP6
                          VRRP6-ID               : 1
                          VRRP6-Interface        : GigabitEthernet0/1/0.1
                          State                  : Master
                          Peer State             : Slave
                          Interface              : GigabitEthernet0/1/0.1
                          Backup mode            : hot
                          Ready                  : yes (master)
                          Safe to switch         : yes (the peer has the same table)
                          Sync state             : Real-time
                          Peer device-id         : 17
                          Batch backup           : over, 64 of 64 ranges (100%)
                          Batch entries          : 50000 (400000 per second)
                          Batch begin            : 2024-05-01 10:00:03
                          Batch end              : 2024-05-01 10:00:04
                          Batch backups          : 2
                          Entries sent           : 1234
                          Entries received       : 0
                          Acknowledged           : applied 51000, journaled 50990
                          Lag                    : 3 entries, 96 bytes, 2 ms
                          Digest checks          : 99 equal, 0 different, alike 180 ms ago
                          Reconnects             : 1
                          Journal reads          : waiting for the disk for 40 ms, 1 given up for a batch backup
                          Repairs                : 1, 2 ranges, 65600 bytes
                          Merged                 : taken 7
                          Differences            : VRID 1 here, 2 at the peer
                          Refused                : bad CRC 2
                          Entries                : 50001 of at most 1048576
                          Limits                 : 4096 unresolved, 1024 on one interface
                          Learned                : GigabitEthernet0/1/0.1 12 of at most 100, 1 unresolved
                          Aging                  : 2 wait for a probe
                          Epoch                  : 3 of device 9
                          Sequence               : 51003, journaled 51003
                          Journal                : writing
                          Last start             : 12 ms
                          Memory                 : 4194304 bytes, huge pages advised
                          Memory checks          : bits put back 1, passes 7
                        """);
    }

    @Test
    void shouldShowGroups() {
        final GroupStatus group = new GroupStatus(
                "GigabitEthernet0/1/0.1",
                1,
                RoleState.BACKUP,
                List.of(Ipv6Address.parse("fe80::1"), Ipv6Address.parse("2001:db8::1")),
                Ipv6Address.parse("fe80::b"),
                Ipv6Address.parse("fe80::a"),
                120,
                120,
                100,
                true,
                60,
                OptionalInt.of(42),
                3,
                100,
                100,
                TIME,
                Optional.of(TIME.plusSeconds(3)),
                "higher priority heard",
                "batch backup is running",
                10,
                20,
                Map.of("hop limit", 1L),
                new GroupDetails(
                        GroupDetails.Type.NORMAL,
                        "",
                        true,
                        true,
                        false,
                        List.of(
                                new GroupDetails.Tracked("interface eth1", false, 30, true),
                                new GroupDetails.Tracked("journal", false, 10, false)),
                        17,
                        OptionalInt.empty(),
                        true));
        terminal.device.groups.add(group);
        assertThat(terminal.type("display vrrp6")).isEqualTo("""
                        GigabitEthernet0/1/0.1 | Virtual Router 1
                          State            : Backup
                          Virtual IP       : FE80::1
                                             2001:DB8::1
                          Master IP        : FE80::B
                          Local IP         : FE80::A
                          PriorityRun      : 120
                          PriorityConfig   : 120
                          MasterPriority   : 100
                          Preempt          : YES   Delay Time: 60s   Remain: 42s
                          Hold Multiplier  : 3
                          TimerRun         : 100cs
                          TimerConfig      : 100cs
                          Virtual MAC      : 0000-5e00-0201
                          Check hop limit  : YES
                          Accept mode      : YES
                          Owner claim      : FIRST ADDRESS
                          Config Type      : normal-vrrp
                          Backup-forward   : disabled
                          Track            : interface eth1   Priority Reduced: 30   State: DOWN
                                             journal   Priority Reduced: 10   State: UP
                          Create Time      : 2024-05-01 10:00:03
                          Last Change Time : 2024-05-01 10:00:06
                          Change Reason    : higher priority heard
                          Holding back     : batch backup is running, for 17s
                          Two masters      : a weaker one is heard beside this device
                          Adverts          : 10 sent, 20 received
                          Adverts dropped  : hop limit 1
                        """);
        assertThat(terminal.type("display vrrp6 brief"))
                .contains("Total:1  Master:0  Backup:1  Non-active:0\n")
                .contains("1     Backup        GigabitEthernet0/1/0.1            N     FE80::1\n");
        assertThat(terminal.type("display vrrp6 interface GigabitEthernet 0/1/0.1 1 verbose"))
                .contains("Virtual Router 1");
        assertThat(terminal.type("display vrrp6 2")).isEqualTo("Info: There is no VRRP6 group of that description.\n");
        assertThat(terminal.type("display vrrp6 interface eth0 brief")).contains("Total:0");
    }

    @Test
    void shouldShowNeighbors() {
        terminal.device.neighbors = List.of(
                neighbor(
                        "2001:db8::100",
                        0x0200_0000_0a01L,
                        NeighborStatus.State.REACHABLE,
                        NeighborStatus.Kind.DYNAMIC),
                neighbor("2001:db8::101", 0x0200_0000_0a02L, NeighborStatus.State.STALE, NeighborStatus.Kind.REMOTE),
                neighbor("2001:db8::102", 0, NeighborStatus.State.INCOMPLETE, NeighborStatus.Kind.DYNAMIC));
        assertThat(terminal.type("display ipv6 neighbors 2001:db8::100")).isEqualTo("""
                        ------------------------------------------------------------------------------
                        IPv6 Address : 2001:DB8::100
                        Link-layer   : 0200-0000-0a01                      State : REACH
                        Interface    : GigabitEthernet0/1/0.1              Age   : 2
                        VLAN         : -                                   CEVLAN: -
                        VPN name     :                                     Is Router: FALSE
                        Secure FLAG  : UN-SECURE                           Type  : Dynamic
                        ------------------------------------------------------------------------------
                        Total: 1  Dynamic: 1  Static: 0  Remote: 0
                        """);
        assertThat(terminal.type("display ipv6 neighbors brief")).isEqualTo("""
                        Type:  D-Dynamic, S-Static, R-Remote
                        State: I-Incomplete, R-Reachable, S-Stale, D-Delay, P-Probe
                        ------------------------------------------------------------------------------
                        IPv6 Address                            Link-layer     State Type Interface
                        ------------------------------------------------------------------------------
                        2001:DB8::100                           0200-0000-0a01 R     D    GigabitEthernet0/1/0.1
                        2001:DB8::101                           0200-0000-0a02 S     R    GigabitEthernet0/1/0.1
                        2001:DB8::102                           -------------- I     D    GigabitEthernet0/1/0.1
                        ------------------------------------------------------------------------------
                        Total: 3  Dynamic: 2  Static: 0  Remote: 1
                        """);
        assertThat(terminal.type("display ipv6 neighbors GigabitEthernet0/1/0.1 brief"))
                .contains("Total: 3");
        assertThat(terminal.type("display ipv6 neighbors eth9"))
                .endsWith("Total: 0  Dynamic: 0  Static: 0  Remote: 0\n");
        assertThat(terminal.device.openCursors).isZero();
    }

    @Test
    void shouldShowWhoHeldAnAddressWhen() {
        terminal.device.changes.add(change(ChangeStatus.Kind.BEGINNING, 1, "", Optional.empty(), "nothing was before"));
        terminal.device.changes.add(
                change(ChangeStatus.Kind.REMOVED, 9, "GigabitEthernet0/1/0.1", Optional.empty(), ""));
        terminal.device.changes.add(change(ChangeStatus.Kind.MISSING, 8, "", Optional.empty(), "changes are missing"));
        terminal.device.changes.add(change(
                ChangeStatus.Kind.PUT, 7, "GigabitEthernet0/1/0.1", Optional.of(NeighborStatus.State.REACHABLE), ""));
        final String rule = "-".repeat(98);
        assertThat(terminal.type("display nd history 2001:db8::100"))
                .isEqualTo(String.join(
                        "\n",
                        "History of 2001:DB8::100, newest first; the time is the master's wall clock",
                        rule,
                        "Time                    Link-layer     State   Interface               Epoch         Sequence",
                        rule,
                        "rbp1: the journal reaches back to 2024-05-01 10:00:03.000, sequence 1; nothing was before",
                        "2024-05-01 10:00:03.000 --             removed GigabitEthernet0/1/0.1  3/9           9",
                        "rbp1: -- 2024-05-01 10:00:03.000: changes are missing",
                        "2024-05-01 10:00:03.000 0200-0000-0a01 REACH   GigabitEthernet0/1/0.1  3/9           7",
                        rule,
                        "Total: 2 changes",
                        ""));
        terminal.type("display nd history 2001:db8::100 GigabitEthernet 0/1/0.1");
        assertThat(terminal.device.actions)
                .contains("history 2001:DB8::100 everywhere", "history 2001:DB8::100 GigabitEthernet0/1/0.1");
        assertThat(terminal.type("display nd history")).contains("Error");
        assertThat(terminal.type("display nd history nonsense")).contains("Error");
        assertThat(terminal.device.openCursors).isZero();
    }

    @Test
    void shouldShowTheTableOfAPastMoment() {
        terminal.device.past.add(PastStatus.refused("rbp0", "the journal has a gap before sequence 17"));
        terminal.device.past.add(new PastStatus("rbp1", "", TIME.minusMillis(49), "3/9", 51_003, 2, true));
        terminal.device.neighbors = List.of(
                neighbor("2001:db8::1", 0xa01, NeighborStatus.State.REACHABLE, NeighborStatus.Kind.DYNAMIC),
                neighbor("2001:db8::2", 0xa02, NeighborStatus.State.STALE, NeighborStatus.Kind.STATIC));
        final String rule = "-".repeat(78);
        assertThat(terminal.type("display nd history as-of 2024-05-01 10:00:03.000"))
                .isEqualTo(String.join(
                        "\n",
                        "Neighbors as of 2024-05-01 10:00:03.000; the time is the master's wall clock",
                        "Type:  D-Dynamic, S-Static, R-Remote",
                        "State: I-Incomplete, R-Reachable, S-Stale, D-Delay, P-Probe",
                        rule,
                        "IPv6 Address                            Link-layer     State Type Interface",
                        rule,
                        "rbp0: -- the journal has a gap before sequence 17",
                        "rbp1: 2 entries; last change 2024-05-01 10:00:02.951, epoch 3/9, sequence 51003",
                        "rbp1: -- the master's clock was set back and showed this time twice; this is the second time",
                        "2001:DB8::1                             0000-0000-0a01 R     D    GigabitEthernet0/1/0.1",
                        "2001:DB8::2                             0000-0000-0a02 S     S    GigabitEthernet0/1/0.1",
                        rule,
                        "Total: 2",
                        ""));
        terminal.type("display nd history as-of 2024-05-01 10:00:03 2001:db8::1 limit 500");
        terminal.type("display nd history as-of 2024-05-01 10:00:03 GigabitEthernet 0/1/0.1");
        assertThat(terminal.device.actions)
                .containsExactly(
                        "past 2024-05-01T10:00:03Z of 1000000, every address on every interface",
                        "past 2024-05-01T10:00:03Z of 500, 2001:DB8::1 on every interface",
                        "past 2024-05-01T10:00:03Z of 1000000, every address on GigabitEthernet0/1/0.1");
        for (final String wrong : List.of(
                "as-of",
                "as-of 2024-05-01",
                "as-of 2024-02-30 10:00:00",
                "as-of 2024-05-01 24:00:00",
                "as-of 2024-05-01 10:00",
                "as-of 10:00:03 2024-05-01",
                "as-of 2024-05-01 10:00:03 limit 0",
                "as-of 2024-05-01 10:00:03 limit 16777217")) {
            assertThat(terminal.type("display nd history " + wrong)).as(wrong).contains("Error");
        }
        terminal.device.refusal = "Another table is in memory.";
        assertThat(terminal.type("display nd history as-of 2024-05-01 10:00:03"))
                .isEqualTo("Error: Another table is in memory.\n");
        assertThat(terminal.device.openCursors).isZero();
    }

    private static ChangeStatus change(
            ChangeStatus.Kind kind, long sequence, String link, Optional<NeighborStatus.State> state, String detail) {
        return new ChangeStatus(
                kind, Optional.of(TIME), "rbp1", "3/9", sequence, link, 0x0200_0000_0a01L, state, detail);
    }

    @Test
    void shouldEndLongDisplayAtNextLineOrInterrupt() {
        final NeighborStatus entry =
                neighbor("2001:db8::1", 1, NeighborStatus.State.REACHABLE, NeighborStatus.Kind.DYNAMIC);
        terminal.device.neighbors = Collections.nCopies(1_000_000, entry);
        final StringBuilder out = new StringBuilder();
        terminal.session.submit("display ipv6 neighbors", out);
        terminal.session.more(out, 1_000);
        assertThat(out.length()).isBetween(1_000, 2_000);
        assertThat(terminal.device.openCursors).isOne();
        terminal.session.interrupt();
        assertThat(terminal.session.hasMore()).isFalse();
        assertThat(terminal.device.openCursors).isZero();
        terminal.session.submit("display ipv6 neighbors", out);
        terminal.session.submit("quit", out);
        assertThat(terminal.device.openCursors).isZero();
    }

    @Test
    void shouldShowRunningAndCandidateConfiguration() {
        terminal.ok("system-view", "sysname B");
        assertThat(terminal.type("display current-configuration"))
                .startsWith("#\nsysname DeviceA\n#\ninterface GigabitEthernet0/1/0.1\n ipv6 enable\n")
                .contains(
                        "remote-backup-service rbs1\n peer-ipv6 2001:db8:33::33 source-ipv6 2001:db8:11::11 port 1025\n#\n")
                .endsWith("#\ninterface GigabitEthernet0/1/0.1\n remote-backup-profile rbp1\n#\nreturn\n")
                .doesNotContain("batch-backup");
        assertThat(terminal.type("display configuration candidate")).startsWith("#\nsysname B\n");
        terminal.ok("remote-backup-profile rbp1");
        assertThat(terminal.type("display this")).isEqualTo("""
                        #
                        remote-backup-profile rbp1
                         peer-backup hot
                         vrrp6-id 1 interface GigabitEthernet0/1/0.1
                         backup-id 10 remote-backup-service rbs1
                         service-type nd
                        #
                        return
                        """);
    }

    @Test
    void shouldSave() {
        assertThat(terminal.type("save")).isEqualTo("Info: The running configuration was saved to device.cfg.\n");
        terminal.device.refusal = "no configuration file was given";
        assertThat(terminal.type("save")).isEqualTo("Error: No configuration file was given.\n");
    }

    private static NeighborStatus neighbor(
            String address, long mac, NeighborStatus.State state, NeighborStatus.Kind kind) {
        return new NeighborStatus(Ipv6Address.parse(address), mac, state, kind, "GigabitEthernet0/1/0.1", 125, false);
    }
}
