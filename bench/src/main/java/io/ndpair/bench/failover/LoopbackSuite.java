package io.ndpair.bench.failover;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.environment.Observer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What can be seen without root: two devices on loopback, which elect over UDP. There is no wire to watch and nothing to forward, so what
 * is taken is the time from the kill until the other says that it is master and serves. Confined to one thread.
 */
final class LoopbackSuite {
    private final FailoverSuite.Plan plan;
    private final Path directory;
    private final PrintStream progress;
    private final Samples samples = new Samples();

    LoopbackSuite(FailoverSuite.Plan plan, Path directory, PrintStream progress) {
        this.plan = plan;
        this.directory = directory;
        this.progress = progress;
    }

    Samples run() throws IOException {
        for (final int intervalMs : plan.intervalsMs()) {
            devices(intervalMs);
        }
        return samples;
    }

    private void devices(int intervalMs) throws IOException {
        final Path files = Files.createTempDirectory(directory, "loopback");
        try (DeviceRouter a = device('a', intervalMs, files);
                DeviceRouter b = device('b', intervalMs, files);
                Observer observer = new Observer()) {
            a.start();
            a.awaitMaster();
            a.fill();
            b.start();
            b.awaitBackup();
            DeviceRouter master = a;
            DeviceRouter backup = b;
            int missing = 0;
            for (int run = 0; run < plan.runs(); run++) {
                observer.begin();
                final double killedMs = Capture.nowMs();
                master.kill();
                backup.awaitMaster();
                final double tookMs = backup.roleSinceMs() - killedMs;
                final String key = FailoverSuite.key("ours", "role", intervalMs);
                samples.disturbed(key, observer.end());
                samples.add(key, tookMs);
                missing += backup.missing();
                progress.printf(
                        Locale.ROOT, "bench failover: loopback at %d ms: master after %.2f ms%n", intervalMs, tookMs);
                master.clear();
                if (run + 1 < plan.runs()) {
                    master.start();
                    master.awaitBackup();
                }
                final DeviceRouter killed = master;
                master = backup;
                backup = killed;
            }
            samples.add(FailoverSuite.key("ours", "lost", intervalMs), missing);
            if (missing > 0) {
                samples.wrong(missing + " entries lost in " + plan.runs() + " takeovers at " + intervalMs + " ms");
            }
        }
    }

    private DeviceRouter device(char self, int intervalMs, Path files) throws IOException {
        final String configuration = DeviceProcess.configuration(self, intervalMs)
                .replace("peer-ipv6 fd00:99::" + (self == 'a' ? 'b' : 'a'), "peer 127.0.0." + (self == 'a' ? 12 : 11))
                .replace("source-ipv6 fd00:99::" + self, "source 127.0.0." + (self == 'a' ? 11 : 12));
        return new DeviceRouter(
                "r" + self,
                configuration,
                new DeviceRouter.Place(List.of(), true, plan.neighbors(), FailoverSuite.USERS, 0x0200_0000_00FFL),
                files);
    }
}
