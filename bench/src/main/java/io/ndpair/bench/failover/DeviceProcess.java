package io.ndpair.bench.failover;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.DeviceListener;
import io.ndpair.node.device.DeviceOptions;
import io.ndpair.node.device.LoopbackPlatform;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.linux.LinuxPlatform;
import io.ndpair.node.shell.ConfigFile;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A device as a process, with what a daemon has but a shell: embedded, so that a million neighbors can be learned into it at once.
 * {@code fill} learns them, {@code check} tells how many of them its table lacks, {@code knows ADDRESS} whether one is in it. Started by {@link HostProcess}, of no use to people.
 */
@Command(name = DeviceProcess.NAME, hidden = true)
public final class DeviceProcess implements Callable<Integer> {
    static final String NAME = "failover-device";
    static final String PROFILE = "rbp1";
    static final String LINK = "lan0";
    static final String FILL = "fill";
    static final String FILLED = "filled";
    static final String CHECK = "check";
    static final String MISSING = "missing";
    static final String KNOWS = "knows ";
    static final String ROLE = "role ";
    static final String READY = "ready";

    private static final int MOST_NEIGHBORS = 4_000_000;
    private static final int RING_BYTES = 64 << 20;
    private static final int MTU_BYTES = 8192;
    private static final long BUSY_PARK_NS = 100_000;
    private static final long USERS_HIGH = 0x2001_0DB8_0001_0000L;
    private static final long IDLE_LOW = 0x8000_0000_0000_0000L;
    private static final long IDLE_MAC = 0x0200_0000_0000L;

    @Option(names = "--loopback")
    private boolean isLoopback;

    @Parameters(index = "0")
    private Path config;

    @Parameters(index = "1")
    private Path data;

    @Parameters(index = "2")
    private int neighbors;

    @Parameters(index = "3")
    private int users;

    @Parameters(index = "4", description = "MAC of all users, a number")
    private long usersMac;

    /** Tells the bench what happens; a line is one write. */
    private static final class Telling implements DeviceListener {
        @Override
        public void onRole(String profile, Role role, RoleReason reason, long nowNs) {
            System.out.println(ROLE + role + ' ' + Capture.nowMs());
        }

        @Override
        public void onReady(String profile, boolean ready, String reason) {
            if (ready) {
                System.out.println(READY);
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        final var read = ConfigFile.read(config);
        final DeviceOptions options = new DeviceOptions(
                data,
                DeviceOptions.Threading.OWN,
                isLoopback ? new LoopbackPlatform() : new LinuxPlatform(MOST_NEIGHBORS),
                new Telling(),
                java.util.Optional.empty(),
                MTU_BYTES,
                MOST_NEIGHBORS,
                RING_BYTES);
        try (Device device = new Device(read.deviceId(), options)) {
            device.start(read);
            final Neighbors table = device.neighbors(PROFILE).orElseThrow();
            // Aging asks each neighbor after a takeover; a million hosts that answer are not there.
            table.prober((high, low, link, mac, attempt) -> table.confirm(high, low, link) > 0);
            final BufferedReader commands =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                switch (line) {
                    case FILL -> System.out.println(FILLED + ' ' + fill(table));
                    case CHECK -> System.out.println(MISSING + ' ' + missing(table));
                    default -> System.out.println(KNOWS + knows(table, line));
                }
            }
        }
        return 0;
    }

    private long low(int number) {
        return number < users ? Network.FIRST_USER + number : IDLE_LOW + number;
    }

    private long mac(int number) {
        return number < users ? usersMac : IDLE_MAC + number;
    }

    private int fill(Neighbors table) {
        final int link = table.link(LINK);
        for (int number = 0; number < neighbors; ) {
            final long ticket = table.learn(USERS_HIGH, low(number), link, mac(number), NeighborState.REACHABLE, 0);
            if (ticket > 0) {
                number++;
            } else if (ticket == Neighbors.BUSY) {
                LockSupport.parkNanos(BUSY_PARK_NS);
            } else {
                throw new IllegalStateException("neighbor " + number + " is refused: " + ticket);
            }
        }
        while (table.size() < neighbors) {
            LockSupport.parkNanos(BUSY_PARK_NS);
        }
        return neighbors;
    }

    private static boolean knows(Neighbors table, String line) {
        if (!line.startsWith(KNOWS)) {
            throw new IllegalArgumentException("no command: " + line);
        }
        final ByteBuffer address = ByteBuffer.wrap(Frame.address(line.substring(KNOWS.length())));
        return table.lookup(address.getLong(), address.getLong(), table.link(LINK), new NeighborEntry());
    }

    private int missing(Neighbors table) {
        final int link = table.link(LINK);
        final NeighborEntry entry = new NeighborEntry();
        int missing = 0;
        for (int number = 0; number < neighbors; number++) {
            if (!table.lookup(USERS_HIGH, low(number), link, entry) || entry.mac() != mac(number)) {
                missing++;
            }
        }
        return missing;
    }

    /**
     * Commands of a device of the pair: the same priority on both and no preemption, so that who took over stays master until it is
     * killed in turn. The upstream side follows the users' side.
     */
    static String configuration(char self, int intervalMs) {
        final char other = self == 'a' ? 'b' : 'a';
        return String.join(
                "\n",
                List.of(
                        "sysname Device" + Character.toUpperCase(self),
                        "interface lan0",
                        " ipv6 enable",
                        " ipv6 address 2001:db8:1::" + self + " 64",
                        " vrrp6 vrid 1 virtual-ip fe80::1 link-local",
                        " vrrp6 vrid 1 virtual-ip 2001:db8:1::1",
                        " admin-vrrp6 vrid 1",
                        " vrrp6 vrid 1 preempt-mode disable",
                        intervalMs % 1000 == 0
                                ? " vrrp6 vrid 1 timer advertise " + intervalMs / 10
                                : " vrrp6 vrid 1 timer advertise millisecond " + intervalMs,
                        " quit",
                        "interface wan0",
                        " ipv6 enable",
                        " ipv6 address 2001:db8:2::" + self + " 64",
                        " vrrp6 vrid 2 virtual-ip fe80::2 link-local",
                        " vrrp6 vrid 2 track admin-vrrp6 interface lan0 vrid 1",
                        " quit",
                        "remote-backup-service rbs1",
                        " peer-ipv6 fd00:99::" + other + " source-ipv6 fd00:99::" + self + " port 7000",
                        " quit",
                        "remote-backup-profile rbp1",
                        " peer-backup hot",
                        " vrrp6-id 1 interface lan0",
                        " backup-id 10 remote-backup-service rbs1",
                        " service-type nd",
                        " quit",
                        "interface lan0",
                        " remote-backup-profile rbp1",
                        " quit",
                        "commit",
                        ""));
    }
}
