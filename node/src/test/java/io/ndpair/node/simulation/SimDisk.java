package io.ndpair.node.simulation;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The disk of one device, in memory: files with a part that is not synced, a bound on bytes, and faults to order. Renames and new
 * directories are on the medium at once.
 */
final class SimDisk {
    static final long ROOMY_BYTES = 1L << 32;

    final TreeMap<String, SimFile> files = new TreeMap<>();
    final TreeSet<String> directories = new TreeSet<>();
    final LongSupplier wallMs;
    long capacityBytes = ROOMY_BYTES;
    /** Every write and sync fails. */
    boolean broken;

    SimDisk(LongSupplier wallMs) {
        this.wallMs = wallMs;
    }

    Path path(String name) {
        return new SimPath(new SimFileSystem(this), name);
    }

    long usedBytes() {
        long used = 0;
        for (SimFile file : files.values()) {
            used += file.size();
        }
        return used;
    }

    long usableBytes() {
        return Math.max(0, capacityBytes - (capacityBytes == ROOMY_BYTES ? 0 : usedBytes()));
    }

    void requireRoom(long bytes) throws IOException {
        if (broken) {
            throw new IOException("the simulated disk fails");
        }
        if (capacityBytes != ROOMY_BYTES && usedBytes() + bytes > capacityBytes) {
            throw new IOException("No space left on simulated device");
        }
    }

    SimFile file(String name) throws IOException {
        SimFile file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    SimFile create(String name) throws IOException {
        requireRoom(0);
        SimFile file = new SimFile();
        file.modifiedMs = wallMs.getAsLong();
        files.put(name, file);
        return file;
    }

    void createDirectory(String name) throws IOException {
        if (directories.contains(name)) {
            throw new FileAlreadyExistsException(name);
        }
        requireRoom(0);
        directories.add(name);
    }

    void force(String name) throws IOException {
        requireRoom(0);
        SimFile file = files.get(name);
        if (file != null) {
            file.force();
        }
    }

    void unmapAll() {
        files.values().forEach(SimFile::unmap);
    }

    /** What is found after the process was killed, or the power was cut. This disk is nobody's any more. */
    SimDisk survivor(SplittableRandom random, boolean power, boolean torn) {
        SimDisk next = new SimDisk(wallMs);
        next.capacityBytes = capacityBytes;
        next.directories.addAll(directories);
        files.forEach(
                (name, file) -> next.files.put(name, power ? file.afterPowerCut(random, torn) : file.afterKill()));
        broken = true;
        return next;
    }
}
