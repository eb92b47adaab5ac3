package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/**
 * FRR's zebra and vrrpd of the machine in a namespace. The virtual router is a macvlan with the virtual MAC, as FRR's manual tells;
 * its advertisements come from that macvlan's link-local address.
 */
final class Frr implements AutoCloseable {
    private static final Path DAEMONS = Path.of("/usr/lib/frr");
    private static final String MACVLAN = "vrrp51";

    private final Namespace where;
    private final Path directory;
    private final Path log;
    private final Process zebra;
    private final Process vrrpd;

    Frr(
            final Namespace where,
            final Path directory,
            final int priority,
            final int intervalMs,
            final boolean preempt,
            final List<String> addresses)
            throws IOException {
        this(
                where,
                directory,
                () -> makeVirtualRouter(where, addresses),
                "debug vrrp protocol\n" + configuration(priority, intervalMs, preempt, addresses));
    }

    /** With a macvlan that is made when it is certain that there is a FRR, and a configuration of vrrpd. */
    Frr(final Namespace where, final Path directory, final Runnable macvlan, final String configuration)
            throws IOException {
        assumeTrue(Files.isExecutable(DAEMONS.resolve("vrrpd")), "FRR is not installed");
        this.where = where;
        // FRR gives up root for a user of its own, which has to write here.
        this.directory = Files.createTempDirectory("ndpair-frr");
        Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        log = this.directory.resolve("vrrpd.log");
        macvlan.run();
        final Path output = directory.resolve("frr.out");
        zebra = start("zebra", "", output);
        LinuxLab.await("zebra", () -> {}, () -> Files.exists(this.directory.resolve("zebra.vty")));
        vrrpd = start("vrrpd", configuration, output);
        LinuxLab.await("vrrpd", () -> {}, () -> Files.exists(this.directory.resolve("vrrpd.vty")));
    }

    private static void makeVirtualRouter(final Namespace where, final List<String> addresses) {
        where.ip("addr del fe80::b/64 dev eth0");
        where.ip("link add " + MACVLAN + " link eth0 type macvlan mode bridge");
        where.ip("link set " + MACVLAN + " addrgenmode none");
        where.ip("link set " + MACVLAN + " address " + String.format(Locale.ROOT, "00:00:5e:00:02:%02x", VrrpLab.VRID));
        where.exec("sysctl -q -w net.ipv6.conf." + MACVLAN + ".accept_dad=0");
        where.ip("link set " + MACVLAN + " up");
        for (final String address : addresses) {
            where.ip("addr add " + address + "/64 dev " + MACVLAN + " nodad");
        }
        // The kernel lists the newest first, and FRR speaks from the first link-local address of that list.
        where.ip("addr add fe80::b/64 dev " + MACVLAN + " nodad");
    }

    private Process start(final String daemon, final String configuration, final Path output) throws IOException {
        final Path file = directory.resolve(daemon + ".conf");
        Files.writeString(file, "log file " + directory.resolve(daemon + ".log") + "\n" + configuration);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        return where.start(
                DAEMONS.resolve(daemon) + " -f " + file + " -z " + directory.resolve("zserv.api") + " -i "
                        + directory.resolve(daemon + ".pid") + " --vty_socket " + directory + " -A 127.0.0.1",
                output);
    }

    private static String configuration(
            final int priority, final int intervalMs, final boolean preempt, final List<String> addresses) {
        final String group = " vrrp " + VrrpLab.VRID + " ";
        final StringBuilder text = new StringBuilder("interface eth0\n");
        text.append(group).append("version 3\n");
        text.append(group).append("priority ").append(priority).append('\n');
        text.append(group).append("advertisement-interval ").append(intervalMs).append('\n');
        if (!preempt) {
            text.append(" no vrrp ").append(VrrpLab.VRID).append(" preempt\n");
        }
        for (final String address : addresses) {
            text.append(group).append("ipv6 ").append(address).append('\n');
        }
        return text.toString();
    }

    /** How this vrrpd is asked. */
    String vtysh() {
        return "vtysh --vty_socket " + directory;
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Orderly: priority 0. */
    void stop() {
        vrrpd.destroy();
        awaitEnd(vrrpd);
    }

    /** kill -9 of vrrpd; the kernel keeps the macvlan. */
    void kill() {
        vrrpd.destroyForcibly();
        awaitEnd(vrrpd);
    }

    private static void awaitEnd(final Process process) {
        LinuxLab.await("the end of FRR's daemon", () -> {}, () -> !process.isAlive());
    }

    @Override
    public void close() throws IOException {
        kill();
        zebra.destroyForcibly();
        awaitEnd(zebra);
        try (var files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(directory);
        assertThat(directory).doesNotExist();
    }
}
