package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.node.TestJvm;
import io.ndpair.node.admin.AdminClient;
import io.ndpair.node.admin.AdminException;
import io.ndpair.node.device.Device;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A profile whose role keepalived or FRR gives, by the notify FIFO, and operators, by command: the set-ups of docs/EXTERNAL-ELECTION.md, as they are
 * printed there.
 */
@Tag("root")
class ExternalElectorIT {
    private static final String PAGE = "EXTERNAL-ELECTION.md";

    @TempDir
    private Path directory;

    private LinuxLab lab;
    private Namespace router;
    private Namespace users;
    private Path data;
    private Path log;
    private Process device;

    @BeforeEach
    void connect() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/keepalived")), "keepalived is not installed");
        lab = LinuxLab.open();
        router = lab.namespace("r");
        users = lab.namespace("u");
        lab.cable(router, "eth0", users, "eth0");
        router.ip("addr add 2001:db8:ff::1/128 dev lo nodad");
        data = directory.resolve("data");
        log = directory.resolve("log");
        final Path config = Files.writeString(directory.resolve("r.cfg"), documented("device"));
        device = router.start(
                String.join(" ", TestJvm.ndpair()) + " run --no-guard --config " + config + " --data " + data, log);
        LinuxLab.await("the FIFO", () -> {}, () -> {
            assertThat(device.isAlive()).as(this::log).isTrue();
            return Files.exists(fifo()) && Files.exists(data.resolve("ndpair.sock"));
        });
    }

    @AfterEach
    void takeDown() throws Exception {
        if (device != null) {
            device.destroy();
            assertThat(device.waitFor(20, TimeUnit.SECONDS)).isTrue();
            IoUtil.delete(Device.driverDirectory(data).toFile(), true);
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** A block of the page, where only the data directory is another one. */
    private String documented(final String block) throws IOException {
        return DocumentedBlock.of(PAGE, block).replace("/var/lib/ndpair", data.toString());
    }

    private Path fifo() {
        return data.resolve("vrrp-notify");
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private String exec(final String command) {
        final StringBuilder output = new StringBuilder();
        try {
            AdminClient.exec(data, command, output::append, output::append);
        } catch (final AdminException e) {
            output.append(e.getMessage());
        }
        return output.toString();
    }

    private void awaitState(final String state) {
        LinuxLab.await("state " + state, () -> {}, () -> exec("display remote-backup-profile rbp1")
                .lines()
                .anyMatch(line -> line.strip().matches("State\\s*:\\s*" + state)));
    }

    private Keepalived keepalived() throws Exception {
        return new Keepalived(router, directory, documented("keepalived.conf"));
    }

    /** Another router of the group, which everybody yields to. */
    private Keepalived stronger() throws Exception {
        final List<String> addresses = List.of("fe80::51", "2001:db8:1::51/64");
        return new Keepalived(users, directory, new Keepalived.Instance(51, 200, 100, addresses, List.of()).text());
    }

    @Test
    void shouldFollowKeepalivedThroughItsWholeLife() throws Exception {
        assertThat(exec("display remote-backup-profile rbp1")).contains("External", "VI_1");
        try (Keepalived elector = keepalived()) {
            awaitState("Master");
            assertThat(log()).contains("external rbp1: Backup: told by the outside elector");
            try (Keepalived other = stronger()) {
                awaitState("Slave");
                other.stop();
            }
            awaitState("Master");
            router.ip("link set eth0 down");
            awaitState("Init");
            router.ip("link set eth0 up");
            awaitState("Master");
            elector.stop();
            awaitState("Init");
        }
        // A FIFO that was replaced is found again.
        Files.delete(fifo());
        LinuxLab.await("the FIFO again", () -> {}, () -> Files.exists(fifo()));
        try (Keepalived elector = keepalived()) {
            awaitState("Master");
            elector.stop();
        }
    }

    @Test
    void shouldFollowFrrThroughItsWholeLife() throws Exception {
        final List<String> macvlan =
                documented("macvlan").lines().filter(line -> !line.isBlank()).toList();
        try (Frr elector = new Frr(router, directory, () -> macvlan.forEach(router::exec), documented("frr.conf"))) {
            final Path vtysh =
                    Files.writeString(directory.resolve("vtysh"), "#!/bin/sh\nexec " + elector.vtysh() + " \"$@\"\n");
            assertThat(vtysh.toFile().setExecutable(true)).isTrue();
            final String command = documented("frr-notify").strip().replace("docs/", DocumentedBlock.docs() + "/");
            final Process notify = router.start("env VTYSH=" + vtysh + " " + command, directory.resolve("notify.log"));
            try {
                awaitState("Master");
                try (Keepalived other = stronger()) {
                    awaitState("Slave");
                    other.stop();
                }
                awaitState("Master");
                assertThat(exec("role rbp1 backup")).contains("was told");
                // Told again and again, so that a device that was restarted learns it too.
                awaitState("Master");
                elector.kill();
                awaitState("Init");
            } finally {
                notify.destroy();
                assertThat(notify.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void shouldBeToldByCommandAndPassOverNonsense() throws Exception {
        assertThat(exec("role rbp1 master")).contains("was told");
        awaitState("Master");
        assertThat(exec("role rbp1 backup")).contains("was told");
        awaitState("Slave");
        assertThat(exec("role other master")).contains("there is no running remote-backup-profile other");
        assertThat(exec("role rbp1 king")).contains("Error");
        Files.writeString(
                fifo(), "x".repeat(5_000) + "\nINSTANCE \"OTHER\" MASTER 1\nINSTANCE \"VI_1\" KING 1\n\n\u0000\n");
        Files.writeString(fifo(), "INSTANCE \"VI_1\" MAS");
        assertThat(exec("display remote-backup-profile rbp1")).contains("Slave");
        Files.writeString(fifo(), "TER 100\n");
        awaitState("Master");
        assertThat(exec("system-view\nremote-backup-profile rbp1\nvrrp6-id 1 interface eth0"))
                .contains("follows an elector outside (fifo-instance VI_1) already");
        final String cli = router.exec(String.join(" ", TestJvm.ndpair()) + " role rbp1 backup --data " + data);
        assertThat(cli).contains("was told");
        awaitState("Slave");
    }
}
