package io.ndpair.node.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.device.Device;
import io.ndpair.node.faults.Account.Field;
import io.ndpair.node.linux.LinuxLab;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/** One device process in its namespace, as the driver holds it: started, stopped for a while, killed, asked for its table. */
final class VictimProcess {
    private static final int WORDS_OF_AN_ENTRY = 3;

    final String name;
    private final Namespace where;
    private final String source;
    private final String peer;
    private final Path directory;
    private final int users;
    private Account account;
    private Process process;
    private int starts;

    VictimProcess(String name, Namespace where, String source, String peer, Path directory, int users) {
        this.name = name;
        this.where = where;
        this.source = source;
        this.peer = peer;
        this.directory = directory;
        this.users = users;
    }

    void start() throws IOException {
        Path data = Files.createDirectories(data());
        Path file = directory.resolve(name + ".account" + ++starts);
        account = Account.create(file);
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                .filter(flag -> !flag.startsWith("-Xmx"))
                .toList();
        String command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        flags.stream(),
                        Stream.of("-Xmx128m", "-cp", System.getProperty("java.class.path")),
                        Stream.of(FaultedDevice.class.getName(), name, "a".equals(name) ? "1" : "2", source, peer),
                        Stream.of(data.toString(), file.toString(), Integer.toString(users)))
                .flatMap(words -> words)
                .collect(Collectors.joining(" "));
        process = where.start(command, directory.resolve(name + ".log" + starts));
        await("the start of " + name, () -> value(Field.STARTED) == 1);
    }

    private Path data() {
        return directory.resolve(name);
    }

    /** With the process's last words if it has ended by itself. */
    void await(String what, java.util.function.BooleanSupplier condition) {
        LinuxLab.await(
                what,
                () -> assertThat(process.isAlive())
                        .as(() -> name + " lives: " + log())
                        .isTrue(),
                condition);
    }

    String log() {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(name + ".log" + starts));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long value(Field field) {
        return account.value(field);
    }

    boolean isMaster() {
        return value(Field.MASTER) == 1;
    }

    void feed(long era, long first) {
        account.put(Field.FIRST, first);
        account.put(Field.ERA, era);
    }

    void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .as("kill -" + signal)
                .isZero();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Index of the mutation that each user stands at, -1 for a user who is not there. */
    long[] table() throws IOException {
        long wanted = value(Field.DUMP) + 1;
        account.put(Field.DUMP, wanted);
        await("the table of " + name, () -> value(Field.DUMPED) == wanted);
        long[] indexes = new long[users];
        Arrays.fill(indexes, -1);
        Path dump = directory.resolve(name + ".account" + starts + ".dump");
        long entries = Files.size(dump) / (WORDS_OF_AN_ENTRY * Long.BYTES);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(dump))) {
            byte[] all = in.readAllBytes();
            java.nio.LongBuffer words = java.nio.ByteBuffer.wrap(all).asLongBuffer();
            for (long i = 0; i < entries; i++) {
                int user = Users.userOf(words.get(), words.get());
                assertThat(user).as("a user of the driver").isBetween(0, users - 1);
                assertThat(indexes[user]).as("user %d is there once", user).isEqualTo(-1);
                indexes[user] = Users.indexOf(words.get());
            }
        }
        return indexes;
    }

    /** Kills it, if it lives, and takes away what its media driver has left in memory. */
    void end() throws IOException, InterruptedException {
        if (process != null) {
            kill();
            IoUtil.delete(Device.driverDirectory(data()).toFile(), true);
        }
    }
}
