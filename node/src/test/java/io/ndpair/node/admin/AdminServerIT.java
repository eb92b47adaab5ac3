package io.ndpair.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.shell.FakeDevice;
import io.ndpair.node.shell.NeighborStatus;
import io.ndpair.node.shell.Procedure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdminServerIT {
    @TempDir
    Path directory;

    private final FakeDevice device = new FakeDevice();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private AgentRunner runner;
    private AdminServer server;

    @BeforeEach
    void start() throws AdminException {
        start(AdminConfig.of(directory));
    }

    private void start(AdminConfig config) throws AdminException {
        server = AdminServer.open(config, device, SystemNanoClock.INSTANCE, errors::add);
        runner = new AgentRunner(new SleepingMillisIdleStrategy(1), errors::add, null, server);
        AgentRunner.startOnThread(runner);
    }

    @AfterEach
    void stop() {
        runner.close();
        assertThat(errors).isEmpty();
    }

    private int exec(String commands, StringBuilder out, StringBuilder err) throws AdminException {
        return AdminClient.exec(directory, commands, out::append, err::append);
    }

    @Test
    void shouldExecuteProcedureInOneSession() throws AdminException {
        final StringBuilder out = new StringBuilder();
        final StringBuilder err = new StringBuilder();
        assertThat(exec(Procedure.TEXT, out, err)).isZero();
        assertThat(err).isEmpty();
        assertThat(out.toString()).startsWith("Info: Nothing to back up");
        assertThat(device.runningConfig().boundTo("rbp1")).hasSize(1);
    }

    @Test
    void shouldStopAtFirstErrorWithStatusOne() throws AdminException {
        final StringBuilder err = new StringBuilder();
        assertThat(exec("system-view; sysname A; sysnam B C; commit", new StringBuilder(), err))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sysnam B C\n         ^\nError: Too many parameters found at '^' position.\n");
        assertThat(device.applied).isEmpty();
    }

    @Test
    void shouldSayThatCommitIsMissing() throws AdminException {
        final StringBuilder err = new StringBuilder();
        assertThat(exec("system-view; sysname A", new StringBuilder(), err)).isEqualTo(1);
        assertThat(err.toString()).contains("'commit' is missing");
        assertThat(exec("system-view; sysname A; quit", new StringBuilder(), err))
                .isEqualTo(1);
        assertThat(device.applied).isEmpty();
    }

    @Test
    void shouldStreamLongDisplayThroughBoundedBuffers() throws AdminException {
        final int count = 50_000;
        device.neighbors = () -> LongStream.range(0, count)
                .mapToObj(i -> new NeighborStatus(
                        new Ipv6Address(0x2001_0db8_0000_0000L, i),
                        i,
                        NeighborStatus.State.REACHABLE,
                        NeighborStatus.Kind.REMOTE,
                        "eth0",
                        60,
                        false))
                .iterator();
        final StringBuilder out = new StringBuilder();
        assertThat(exec("display ipv6 neighbors", out, new StringBuilder())).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("IPv6 Address")))
                .hasSize(count);
        assertThat(out.toString()).endsWith("Total: 50000  Dynamic: 0  Static: 0  Remote: 50000\n");
        assertThat(device.openCursors).isZero();
    }

    @Test
    void shouldGiveEachSessionCandidateOfItsOwnAndRefuseStaleCommit() throws AdminException {
        try (AdminClient one = AdminClient.connect(directory);
                AdminClient two = AdminClient.connect(directory)) {
            one.openShell(AdminServerIT::nowhere, AdminServerIT::nowhere);
            two.openShell(AdminServerIT::nowhere, AdminServerIT::nowhere);
            for (final AdminClient client : List.of(one, two)) {
                client.line("system-view", AdminServerIT::nowhere, AdminServerIT::nowhere);
            }
            one.line("sysname one", AdminServerIT::nowhere, AdminServerIT::nowhere);
            two.line("device-id 7", AdminServerIT::nowhere, AdminServerIT::nowhere);
            assertThat(one.line("commit", AdminServerIT::nowhere, AdminServerIT::nowhere)
                            .prompt())
                    .contains("[~one]");
            final StringBuilder err = new StringBuilder();
            assertThat(two.line("commit", AdminServerIT::nowhere, err::append).prompt())
                    .contains("[*one]");
            assertThat(err.toString()).contains("changed by another session");
            two.line("clear configuration candidate", AdminServerIT::nowhere, AdminServerIT::nowhere);
            two.line("device-id 7", AdminServerIT::nowhere, AdminServerIT::nowhere);
            assertThat(two.line("commit", AdminServerIT::nowhere, AdminServerIT::nowhere)
                            .prompt())
                    .contains("[~one]");
        }
        assertThat(device.runningConfig().name()).isEqualTo("one");
        assertThat(device.runningConfig().deviceId()).isEqualTo(7);
    }

    @Test
    void shouldAnswerHelpAndTab() throws AdminException {
        try (AdminClient client = AdminClient.connect(directory)) {
            client.openShell(AdminServerIT::nowhere, AdminServerIT::nowhere);
            assertThat(client.candidates("display v")).containsExactly("version", "vrrp6");
            assertThat(client.candidates("nonsense ")).isEmpty();
            assertThat(client.help("display ipv6 ")).contains("neighbors", "Neighbor entries");
            assertThat(client.line("quit", AdminServerIT::nowhere, AdminServerIT::nowhere))
                    .isEqualTo(new AdminClient.Answer(Optional.empty(), 0));
        }
    }

    @Test
    void shouldServePipedInput() throws AdminException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final String input = "system-view\nsysname B\nquit\nmaybe\ny\nsave\nvrrp6\nquit\n";
        final int status;
        try (AdminClient client = AdminClient.connect(directory)) {
            status = ShellClient.runPlain(
                    client,
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)),
                    new PrintStream(out, true, StandardCharsets.US_ASCII));
        }
        assertThat(status).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("""
                        <DeviceA>system-view
                        [~DeviceA]sysname B
                        [*DeviceA]quit
                        Warning: Uncommitted configurations found, commit them before exiting? [Y(yes)/N(no)/C(cancel)]:maybe
                        Error: Please answer Y, N or C.
                        Warning: Uncommitted configurations found, commit them before exiting? [Y(yes)/N(no)/C(cancel)]:y
                        <B>save
                        Info: The running configuration was saved to device.cfg.
                        <B>vrrp6
                           ^
                        Error: Unrecognized command found at '^' position.
                        <B>quit
                        """);
    }

    @Test
    void shouldRefuseMoreSessionsThanAllowed() throws AdminException {
        runner.close();
        start(AdminConfig.of(directory).withMaxSessions(1));
        try (AdminClient first = AdminClient.connect(directory)) {
            first.openShell(AdminServerIT::nowhere, AdminServerIT::nowhere);
            assertThatThrownBy(() -> exec("display version", new StringBuilder(), new StringBuilder()))
                    .isInstanceOf(AdminException.class)
                    .hasMessageContaining("1 sessions already");
        }
    }

    @Test
    void shouldEndIdleSession() throws AdminException {
        runner.close();
        start(AdminConfig.of(directory)
                .withTimeoutsNs(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.MILLISECONDS.toNanos(50)));
        try (AdminClient client = AdminClient.connect(directory)) {
            client.openShell(AdminServerIT::nowhere, AdminServerIT::nowhere);
            awaitNoSession();
            assertThatThrownBy(() -> client.line("display version", AdminServerIT::nowhere, AdminServerIT::nowhere))
                    .isInstanceOf(AdminException.class)
                    .hasMessageContaining("idle");
        }
    }

    @Test
    void shouldEndSessionThatDoesNotRead() throws Exception {
        runner.close();
        start(AdminConfig.of(directory)
                .withTimeoutsNs(TimeUnit.SECONDS.toNanos(60), TimeUnit.MILLISECONDS.toNanos(100)));
        device.neighbors = () -> LongStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new NeighborStatus(
                        new Ipv6Address(1, i),
                        i,
                        NeighborStatus.State.STALE,
                        NeighborStatus.Kind.DYNAMIC,
                        "eth0",
                        0,
                        false))
                .iterator();
        try (SocketChannel channel = connect()) {
            channel.write(new Frame(Frame.Type.OPEN_EXEC, "1").encode());
            channel.write(new Frame(Frame.Type.EXEC, "display ipv6 neighbors").encode());
            // The display has no end; the session does, which others notice by the cursor being closed.
            awaitServed();
            final ByteBuffer sink = ByteBuffer.allocate(1 << 16);
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (device.openCursors > 0 && System.nanoTime() < deadlineNs) {
                awaitServed();
            }
            while (channel.read(sink) >= 0) {
                sink.clear();
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        awaitServed();
        assertThat(device.openCursors).isZero();
    }

    @Test
    void shouldSurviveGarbage() throws IOException {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            try (SocketChannel channel = connect()) {
                if (random.nextBoolean()) {
                    channel.write(new Frame(random.nextBoolean() ? Frame.Type.OPEN_SHELL : Frame.Type.OPEN_EXEC, "1")
                            .encode());
                }
                final byte[] bytes = new byte[5 + random.nextInt(300)];
                random.nextBytes(bytes);
                if (random.nextBoolean()) {
                    // A true length in front, so that the text behind it is what is hostile.
                    ByteBuffer.wrap(bytes).putInt(0, bytes.length - 4);
                }
                channel.write(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                assertThat(e.getMessage()).containsAnyOf("Broken pipe", "reset");
            }
        }
        awaitServed();
        assertThat(device.applied).isEmpty();
    }

    @Test
    void shouldNameWhatIsWrongWithFrame() throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(new byte[] {0x7f, 0, 0, 0, 1}));
            final ByteBuffer in = ByteBuffer.allocate(1024);
            while (channel.read(in) >= 0) {
                assertThat(in.hasRemaining()).isTrue();
            }
            assertThat(Frame.decode(in.flip()).orElseThrow())
                    .isEqualTo(new Frame(Frame.Type.REFUSED, "a frame of 2130706432 bytes; 1 to 65536 are possible"));
        }
    }

    @Test
    void shouldLetOnlyTheOwnerIn() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ndpair.sock"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("ndpair.sock");
        }
    }

    @Test
    void shouldReplaceSocketOfDeadProcess() throws IOException {
        runner.close();
        assertThat(directory.resolve("ndpair.sock")).doesNotExist();
        final ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(directory.resolve("ndpair.sock")));
        dead.close();
        assertThat(directory.resolve("ndpair.sock")).exists();
        assertThatThrownBy(() -> exec("display version", new StringBuilder(), new StringBuilder()))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("no device answers");
        start(AdminConfig.of(directory));
        awaitServed();
    }

    @Test
    void shouldRefuseSocketOfLivingProcess() {
        assertThatThrownBy(() ->
                        AdminServer.open(AdminConfig.of(directory), device, SystemNanoClock.INSTANCE, errors::add))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("listens at");
    }

    @Test
    void shouldSayThatNoDeviceRuns() {
        runner.close();
        assertThatThrownBy(() -> exec("display version", new StringBuilder(), new StringBuilder()))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("no device runs on");
        final Path longPath = directory.resolve("x".repeat(120));
        assertThatThrownBy(() -> AdminClient.connect(longPath))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("107 bytes");
    }

    private static void nowhere(String text) {}

    private void awaitNoSession() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.sessionCount() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(100_000);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("ndpair.sock")));
    }

    /** Asks until the server has gone through a duty cycle after what was sent before. */
    private void awaitServed() throws AdminException {
        final StringBuilder out = new StringBuilder();
        assertThat(exec("display version", out, new StringBuilder())).isZero();
        assertThat(out.toString()).isEqualTo("ndpair 0.1.0, device-id 1\n");
    }
}
