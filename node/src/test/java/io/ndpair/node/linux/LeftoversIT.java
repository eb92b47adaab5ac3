package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.TestJvm;
import io.ndpair.node.device.Device;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a real device that is master, and who takes away what it leaves: its guard, a cleanup, or the next start. */
@Tag("root")
class LeftoversIT {
    private static final String CONFIGURATION = String.join(
            "\n",
            "sysname r",
            "interface eth0",
            " ipv6 enable",
            " ipv6 address 2001:db8::2/64",
            " vrrp6 vrid 1 virtual-ip fe80::1 link-local",
            " vrrp6 vrid 1 virtual-ip 2001:db8::1",
            " vrrp6 vrid 1 timer advertise millisecond 100",
            "commit",
            "");
    private static final Pattern GUARD = Pattern.compile("guard: ready, process (\\d+)");

    @TempDir
    private Path directory;

    private LinuxLab lab;
    private Namespace router;
    private Path data;
    private Path log;
    private Process device;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        lab.cable(router, "eth0", lab.namespace("u"), "eth1");
        router.ip("addr add 2001:db8::77/64 dev eth0 nodad");
        data = directory.resolve("data");
        log = directory.resolve("log");
        Files.writeString(directory.resolve("r.cfg"), CONFIGURATION);
    }

    @AfterEach
    void takeDown() throws Exception {
        if (device != null) {
            kill();
        }
        lab.close();
        if (Files.exists(data)) {
            IoUtil.delete(Device.driverDirectory(data).toFile(), true);
        }
    }

    private void start(final String... more) throws IOException {
        device = router.start(
                String.join(" ", TestJvm.ndpair()) + " run --config " + directory.resolve("r.cfg") + " --data " + data
                        + (more.length == 0 ? "" : " " + String.join(" ", more)),
                log);
        LinuxLab.await("the virtual addresses", () -> {}, () -> {
            assertThat(device.isAlive()).as(this::log).isTrue();
            return hasLeftovers();
        });
    }

    /** SIGKILL of the JVM; {@code ip netns exec} has become it. */
    private void kill() throws InterruptedException {
        device.destroyForcibly();
        assertThat(device.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private boolean hasLeftovers() {
        final String shown = router.ip("-6 addr show dev eth0");
        return shown.contains("fe80::1/") && shown.contains("2001:db8::1/");
    }

    private boolean isClean() {
        final String shown = router.ip("-6 addr show dev eth0");
        return !shown.contains("fe80::1/") && !shown.contains("2001:db8::1/");
    }

    private void awaitLeftovers(final boolean present) {
        LinuxLab.await(
                present ? "the virtual addresses" : "no virtual addresses",
                () -> {},
                () -> present ? hasLeftovers() : isClean());
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLog(final String words) {
        LinuxLab.await("'" + words + "' in the log", () -> {}, () -> log().contains(words));
    }

    private String cleanup() {
        return router.exec(String.join(" ", TestJvm.ndpair()) + " cleanup --data " + data);
    }

    @Test
    void shouldBeCleanedUpByItsGuardAtOnce() throws Exception {
        start();
        awaitLog("guard: ready");
        final Matcher named = GUARD.matcher(log());
        assertThat(named.find()).isTrue();
        final long guard = Long.parseLong(named.group(1));
        System.out.printf("the guard takes %d KiB of memory%n", residentKib(guard));
        assertThat(residentKib(guard)).as("resident memory of the guard in KiB").isLessThan(100 * 1024);

        final long killedNs = System.nanoTime();
        kill();
        awaitLeftovers(false);
        System.out.printf(
                Locale.ROOT, "clean %.1f ms after the end of the device%n", (System.nanoTime() - killedNs) / 1e6);
        awaitLog("guard: the device has ended; removed 2 virtual addresses");
        assertThat(router.ip("addr show dev eth0")).contains("2001:db8::77/64");
        LinuxLab.await("the end of the guard", () -> {}, () -> ProcessHandle.of(guard)
                .filter(ProcessHandle::isAlive)
                .isEmpty());
        assertThat(cleanup()).contains("nothing was left");
    }

    private static long residentKib(final long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** As systemd would by ExecStopPost. */
    @Test
    void shouldBeCleanedUpByACommandAfterItsEndAndNotBefore() throws Exception {
        start("--no-guard");
        assertThat(cleanup()).contains("left to it");
        assertThat(hasLeftovers()).isTrue();
        kill();
        assertThat(hasLeftovers()).isTrue();
        assertThat(cleanup()).contains("removed 2 virtual addresses");
        assertThat(isClean()).isTrue();
        assertThat(router.ip("addr show dev eth0")).contains("2001:db8::77/64");
    }

    @Test
    void shouldBeCleanedUpByTheNextStartBeforeAnythingIsSent() throws Exception {
        start("--no-guard");
        kill();
        assertThat(hasLeftovers()).isTrue();
        try (PacketCapture capture = new PacketCapture(router, "eth0", directory.resolve("start.pcap"))) {
            final double startedMs = PacketCapture.nowMs();
            device = router.start(
                    String.join(" ", TestJvm.ndpair()) + " run --no-guard --config " + directory.resolve("r.cfg")
                            + " --data " + data,
                    log);
            awaitLeftovers(false);
            final double cleanMs = PacketCapture.nowMs();
            capture.await("an advertisement", startedMs, PacketCapture.Frame::isAdvert);
            assertThat(capture.count(startedMs, cleanMs, PacketCapture.Frame::isAdvert))
                    .isZero();
            awaitLog("before the start: removed 2 virtual addresses");
        }
    }

    /** A ledger that is damaged takes nothing away; what the configuration names is cleared all the same. */
    @Test
    void shouldSurviveALedgerOfGarbage() throws Exception {
        start("--no-guard");
        kill();
        Files.writeString(data.resolve(KernelLedger.FILE_NAME), "link del eth0\n");
        device = router.start(
                String.join(" ", TestJvm.ndpair()) + " run --no-guard --config " + directory.resolve("r.cfg")
                        + " --data " + data,
                log);
        awaitLeftovers(false);
        awaitLog("kernel-ledger: head or crc is missing");
        awaitLeftovers(true);
    }

    /** An orderly end takes everything away, and its guard goes too. */
    @Test
    void shouldLeaveNothingAtAnOrderlyEnd() throws Exception {
        start();
        awaitLog("guard: ready");
        device.destroy();
        assertThat(device.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(isClean()).isTrue();
        awaitLog("guard: the device has ended; nothing was left");
        assertThat(List.of(log().split("\n"))).noneMatch(line -> line.contains("the guard has ended: what a kill"));
    }
}
