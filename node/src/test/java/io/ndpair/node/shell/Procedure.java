package io.ndpair.node.shell;

/** The vendor's procedure for dual-device ND hot backup, step by step as it is written. */
public final class Procedure {
    public static final String TEXT = """
            system-view
             interface GigabitEthernet0/1/0.1
              ipv6 enable
              ipv6 address 2001:db8::a 64
              vrrp6 vrid 1 virtual-ip fe80::1 link-local
              vrrp6 vrid 1 virtual-ip 2001:db8::1
              vrrp6 vrid 1 preempt-mode timer delay 60
              vrrp6 vrid 1 priority 120
              vrrp6 vrid 1 timer advertise 100
              commit
              quit
             remote-backup-service rbs1
              batch-backup service-type nd now
              commit
              quit
             remote-backup-profile rbp1
              peer-backup hot
              vrrp6-id 1 interface GigabitEthernet0/1/0.1
              backup-id 10 remote-backup-service rbs1
              commit
              quit
             remote-backup-profile rbp1
              service-type nd
              commit
              quit
             interface GigabitEthernet0/1/0.1
              remote-backup-profile rbp1
              commit
            """;

    private Procedure() {}
}
