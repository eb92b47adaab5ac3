package io.ndpair.bench.store;

import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Observer;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.StoreStatus;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Opens such a directory in a JVM that has done nothing before, as a restarted device does: its classes are not loaded and its loops not
 * compiled. The files are in the page cache, because they were read just before, which is the limit beside it.
 */
final class RecoveryMeasurement implements Measurement {
    static final String NAME = "recover";

    private static final int CHUNK_BYTES = 1 << 20;
    private static final double MS = 1e6;

    @Override
    public void run(Task task, SampleLines out) throws IOException {
        final List<Path> files = files(RecoveryPreparation.directory(task), task.detail());
        read(files);
        final long startReadNs = System.nanoTime();
        read(files);
        final long readNs = System.nanoTime() - startReadNs;
        try (Observer observer = new Observer()) {
            observer.begin();
            final long startNs = System.nanoTime();
            final NeighborStore store =
                    NeighborStore.open(RecoveryPreparation.config(task), StoreContext.system(new Strict(out)));
            final long tookNs = System.nanoTime() - startNs;
            try (store) {
                final String key = "recover." + task.detail();
                final StoreStatus status = store.status();
                out.number(key + ".ms", tookNs / MS);
                out.number(key + ".rate", RecoveryPreparation.mutations(task) * 1e9 / tookNs);
                out.number(key + ".read", readNs / MS);
                out.disturbance(key + ".ms", observer.end());
                out.expect("neighbors recovered", task.neighbors(), store.size());
                out.number(key + ".replayed", (double) status.recoveredMutations());
                out.expect("last sequence", RecoveryPreparation.mutations(task), store.lastSequence());
                out.fact("digest." + task.detail() + ".recovered", Long.toHexString(store.digest()));
            }
        }
    }

    /** The checkpoint, or what the journals consist of. */
    private static List<Path> files(Path directory, String prefix) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> directory.relativize(path).toString().startsWith(prefix))
                    .toList();
        }
    }

    private static void read(List<Path> files) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
        for (final Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                while (channel.read(buffer.clear()) > 0) {
                    // Only what reading costs is wanted.
                }
            }
        }
    }

    private record Strict(SampleLines out) implements StoreListener {
        @Override
        public void onCorruptTail(String what, long lastGoodSequence) {
            out.wrong("recovery cut after " + lastGoodSequence + ": " + what);
        }

        @Override
        public void onError(Throwable error) {
            out.wrong("recovery: " + error);
        }
    }
}
