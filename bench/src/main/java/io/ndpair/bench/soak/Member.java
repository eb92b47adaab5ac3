package io.ndpair.bench.soak;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.pair.End;
import io.ndpair.node.device.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.IoUtil;

/** One device of the pair through all its lives, as the soak holds it. Confined to one thread. */
final class Member implements AutoCloseable {
    private static final int HEAP_MB = 192;
    private static final long PATIENCE_S = 180;

    private final End end;
    private final Path directory;
    private final ChildJvm jvm;
    private final int users;
    private Worker worker;
    private FeedFile feed;
    private Path feedFile;
    private int lives;

    /** A device whose data is at its end's directory, and whose log and feed are kept in another. */
    Member(End end, Path directory, ChildJvm jvm, int users) {
        this.end = end;
        this.directory = directory;
        this.jvm = jvm;
        this.users = users;
    }

    String name() {
        return end.name();
    }

    Path data() {
        return end.directory();
    }

    int lives() {
        return lives;
    }

    FeedFile feed() {
        return feed;
    }

    ProcessHandle handle() {
        return worker.handle();
    }

    /** Starts its process and waits until the device runs. */
    void start() throws IOException {
        lives++;
        bury();
        feedFile = directory.resolve(name() + ".feed" + lives);
        feed = FeedFile.create(feedFile);
        final List<String> line = new ArrayList<>(List.of(SoakDeviceCommand.NAME));
        line.addAll(end.words());
        line.add(feedFile.toString());
        line.add(Integer.toString(users));
        worker = Worker.start("device " + name(), jvm, HEAP_MB, line, directory.resolve(name() + ".log"));
        worker.await(Worker.OK, PATIENCE_S);
    }

    Map<String, Long> ask(String request) throws IOException {
        return worker.ask(request, PATIENCE_S);
    }

    void role(boolean isMaster) throws IOException {
        ask(isMaster ? "master" : "backup");
    }

    /** kill -9. */
    void kill() {
        worker.kill();
    }

    /** The feed outlives its process: whoever reads it does so until the next life begins. */
    private void bury() throws IOException {
        if (feed != null) {
            feed.close();
            Files.deleteIfExists(feedFile);
        }
    }

    /** Stops it, or lets it go on. */
    void still(boolean whether) throws IOException {
        final Process kill =
                new ProcessBuilder("kill", whether ? "-STOP" : "-CONT", Long.toString(handle().pid())).start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("device " + name() + " could not be " + (whether ? "stopped" : "continued"));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a device was stopped", e);
        }
    }

    boolean isAlive() {
        return worker != null && worker.handle().isAlive();
    }

    /** Ends it in good order and takes away what its media driver has left in memory. */
    @Override
    public void close() throws IOException {
        if (worker != null) {
            if (isAlive()) {
                still(false);
            }
            worker.close();
            bury();
        }
        IoUtil.delete(Device.driverDirectory(end.directory()).toFile(), true);
    }
}
