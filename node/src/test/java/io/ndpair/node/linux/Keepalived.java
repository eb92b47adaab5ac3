package io.ndpair.node.linux;

import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A keepalived of the machine in a namespace. */
final class Keepalived implements AutoCloseable {
    private final Process process;
    private final Path log;

    /**
     * Its one instance.
     *
     * @param intervalMs of its advertisements.
     * @param more lines of the instance, like nopreempt or use_vmac.
     */
    record Instance(int vrid, int priority, int intervalMs, List<String> addresses, List<String> more) {
        String text() {
            return String.join(
                    "\n",
                    "global_defs {",
                    "  vrrp_version 3",
                    "  router_id peer",
                    "}",
                    "vrrp_instance V {",
                    "  version 3",
                    "  state BACKUP",
                    "  interface eth0",
                    "  virtual_router_id " + vrid,
                    "  priority " + priority,
                    "  advert_int " + intervalMs / 1000.0,
                    "  " + String.join("\n  ", more),
                    "  virtual_ipaddress {",
                    "    " + String.join("\n    ", addresses),
                    "  }",
                    "}",
                    "");
        }
    }

    Keepalived(final Namespace where, final Path directory, final String configuration) throws IOException {
        final Path config = Files.createTempFile(directory, "keepalived", ".conf");
        Files.writeString(config, configuration);
        log = Path.of(config + ".log");
        process = where.start(
                "keepalived --vrrp --dont-fork --log-console --log-detail --use-file " + config + " --pid " + config
                        + ".pid --vrrp_pid " + config + ".vrrp.pid",
                log);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Orderly: priority 0, addresses away. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    /**
     * kill -9 of all its processes; the kernel keeps what it has. The children first: one that outlives its
     * parent by a moment is told, and says farewell with priority 0.
     */
    void kill() {
        final List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        LinuxLab.await("the end of keepalived", () -> {}, () -> !process.isAlive());
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
