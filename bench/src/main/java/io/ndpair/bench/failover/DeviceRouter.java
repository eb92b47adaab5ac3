package io.ndpair.bench.failover;

import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;

/** A device of ours. */
final class DeviceRouter implements Router {
    private static final long LONGEST_S = 90;
    private static final String DATA = "-data";
    private static final List<String> JVM = List.of("-Xmx256m");

    private final String host;
    private final List<String> where;
    private final Path directory;
    private final List<String> words = new ArrayList<>();
    private final int neighbors;
    private HostProcess process;
    private boolean isReady;
    private String answer = "";
    private String role = "";
    private double roleSinceMs;

    /** Where it runs, and what it knows. */
    record Place(List<String> where, boolean isLoopback, int neighbors, int users, long usersMac) {}

    DeviceRouter(String host, String configuration, Place place, Path directory) throws IOException {
        this.host = host;
        this.where = place.where;
        this.directory = directory;
        this.neighbors = place.neighbors;
        final Path config = Files.writeString(directory.resolve(host + ".cfg"), configuration);
        final Path data = Files.createDirectory(directory.resolve(host + DATA));
        words.add(DeviceProcess.NAME);
        if (place.isLoopback) {
            words.add("--loopback");
        }
        words.addAll(List.of(
                config.toString(),
                data.toString(),
                Integer.toString(neighbors),
                Integer.toString(place.users),
                Long.toString(place.usersMac)));
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public void start() throws IOException {
        isReady = false;
        role = "";
        process = new HostProcess(host, where, JVM, words, directory);
    }

    private void listen() throws IOException {
        for (String line = process.poll(); line != null; line = process.poll()) {
            if (line.startsWith(DeviceProcess.ROLE)) {
                final List<String> fields = Tool.words(line);
                role = fields.get(1);
                roleSinceMs = Double.parseDouble(fields.get(2));
            } else if (line.equals(DeviceProcess.READY)) {
                isReady = true;
            } else if (line.startsWith(DeviceProcess.KNOWS)) {
                answer = Tool.words(line).get(1);
            }
        }
    }

    @Override
    public void awaitMaster() throws IOException {
        Tool.await(host + " to become master", LONGEST_S, () -> {
            listen();
            return role.equals("MASTER");
        });
    }

    /** Since when it has its role, by the wall clock. */
    double roleSinceMs() {
        return roleSinceMs;
    }

    @Override
    public void awaitBackup() throws IOException {
        Tool.await(host + " to become a backup that is ready", LONGEST_S, () -> {
            listen();
            return role.equals("BACKUP") && isReady;
        });
    }

    /** Has all neighbors learned by the master. */
    void fill() throws IOException {
        process.tell(DeviceProcess.FILL);
        process.await(DeviceProcess.FILLED, LONGEST_S);
    }

    /** Whether an address is in its table. */
    boolean knows(String address) throws IOException {
        answer = "";
        process.tell(DeviceProcess.KNOWS + address);
        Tool.await(host + " to say what it knows", LONGEST_S, () -> {
            listen();
            return !answer.isEmpty();
        });
        return Boolean.parseBoolean(answer);
    }

    @Override
    public int missing() throws IOException {
        process.tell(DeviceProcess.CHECK);
        return Integer.parseInt(
                Tool.words(process.await(DeviceProcess.MISSING, LONGEST_S)).get(1));
    }

    @Override
    public void kill() {
        process.kill();
    }

    /** Its next start takes away what it has left. */
    @Override
    public void clear() throws IOException {
        process.close();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.close();
        }
        final Path data = directory.resolve(host + DATA);
        if (Files.exists(data)) {
            IoUtil.delete(io.ndpair.node.device.Device.driverDirectory(data).toFile(), true);
        }
    }
}
