package io.ndpair.node.daemon;

import io.ndpair.node.admin.AdminConfig;
import io.ndpair.node.admin.AdminException;
import io.ndpair.node.admin.AdminServer;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.DeviceException;
import io.ndpair.node.device.DeviceOptions;
import io.ndpair.node.device.LoopbackPlatform;
import io.ndpair.node.device.Platform;
import io.ndpair.node.linux.GuardProcess;
import io.ndpair.node.linux.LinuxPlatform;
import io.ndpair.node.shell.ConfigFile;
import io.ndpair.node.shell.ConfigFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A device as a process: started from a file of commands, operated through a socket in its data directory, stopped by a signal. */
public final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger("ndpair");

    /** The kernel of a router follows fewer neighbors than a table may hold; beyond this they are counted and left out. */
    private static final int MAX_KERNEL_NEIGHBORS = 4_000_000;

    private Daemon() {}

    /**
     * What a daemon is started with.
     *
     * @param config file of VRP commands.
     * @param data its data directory.
     * @param isLoopback whether it runs without the kernel.
     * @param driver directory of a media driver that runs already, if there is one.
     * @param mtuBytes largest UDP payload to the peer.
     * @param maxNeighbors most entries of one profile.
     * @param peerHoldS for how many seconds after the channel to a peer that was heard once fell silent no living master is preempted.
     * @param isGuarded whether a guard is started that cleans the kernel up after a kill; without a kernel there is none.
     * @param version one line for {@code display version}.
     */
    public record Settings(
            Path config,
            Path data,
            boolean isLoopback,
            Optional<Path> driver,
            int mtuBytes,
            int maxNeighbors,
            int peerHoldS,
            boolean isGuarded,
            String version) {}

    /**
     * Runs until SIGTERM or SIGINT. Whatever cannot be is told before anything was started.
     *
     * @throws ConfigFileException when the file has an error: line, column, and what was expected.
     * @throws AdminException when the socket in the data directory cannot be made.
     * @throws DeviceException when the device cannot run: one line that says why.
     */
    public static void run(Settings settings) throws ConfigFileException, AdminException {
        final DeviceConfig config = ConfigFile.read(settings.config());
        final Platform platform = settings.isLoopback()
                ? new LoopbackPlatform()
                : new LinuxPlatform(Math.min(settings.maxNeighbors(), MAX_KERNEL_NEIGHBORS));
        final Device device = open(config, settings, platform);
        final CountDownLatch stopped = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitClose(stopped, closed), "ndpair-stop"));
        final Optional<GuardProcess> guard = guard(settings);
        try (device) {
            device.start(config);
            guard.ifPresent(GuardProcess::deviceRuns);
            serve(device, settings, stopped);
        } finally {
            guard.ifPresent(GuardProcess::close);
            closed.countDown();
        }
    }

    /** Before the device puts anything into the kernel. A device without one runs, too: its next start cleans up. */
    private static Optional<GuardProcess> guard(Settings settings) {
        if (settings.isLoopback() || !settings.isGuarded()) {
            return Optional.empty();
        }
        try {
            return Optional.of(GuardProcess.start(
                    settings.data(),
                    () -> LOG.warn(
                            "the guard has ended: what a kill leaves in the kernel stays until the next start")));
        } catch (final IOException e) {
            LOG.warn("no guard: {}; what a kill leaves in the kernel stays until the next start", e.getMessage());
            return Optional.empty();
        }
    }

    private static Device open(DeviceConfig config, Settings settings, Platform platform) {
        try {
            DeviceOptions options = DeviceOptions.of(settings.data(), platform)
                    .withMtuBytes(settings.mtuBytes())
                    .withMaxNeighbors(settings.maxNeighbors())
                    .withPeerHoldNs(TimeUnit.SECONDS.toNanos(settings.peerHoldS()));
            if (settings.driver().isPresent()) {
                options = options.withOutsideDriver(settings.driver().get());
            }
            return new Device(config.deviceId(), options);
        } catch (final RuntimeException e) {
            CloseHelper.quietClose(platform);
            throw e;
        }
    }

    private static void serve(Device device, Settings settings, CountDownLatch stopped) throws AdminException {
        final ShellDevice shell = new ShellDevice(device, new ConfigStore(settings.config()), settings.version());
        final AdminServer admin = AdminServer.open(
                AdminConfig.of(settings.data()),
                shell,
                SystemNanoClock.INSTANCE,
                error -> LOG.error("admin: {}", error.toString(), error));
        final AgentRunner runner = new AgentRunner(
                new SleepingMillisIdleStrategy(1),
                error -> LOG.error("admin: {}", error.toString(), error),
                null,
                admin);
        AgentRunner.startOnThread(runner);
        LOG.info(
                "{} runs: device id {}, data in {}",
                device.config().name(),
                Integer.toUnsignedString(device.deviceId()),
                settings.data());
        try {
            stopped.await();
            LOG.info("{} stops", device.config().name());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            runner.close();
        }
    }

    /** In the shutdown hook: the process ends when this returns, so it waits for the orderly close. */
    private static void awaitClose(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
