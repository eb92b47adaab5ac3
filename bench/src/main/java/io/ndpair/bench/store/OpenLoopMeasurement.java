package io.ndpair.bench.store;

import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.peer.BareQueue;
import io.ndpair.bench.workload.Chain;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.table.EntryLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;

/**
 * 200,000 mutations a second on the disk's file system: what the caller waits for one, from the time at which it was due, and how long
 * until it is journaled; the same with nothing to do, which is what the machine allows; and the same with bare Chronicle Queue, the same records appended by the caller. Both take turns. A device's
 * settings, so files are rolled and synced meanwhile.
 */
final class OpenLoopMeasurement implements Measurement {
    static final String NAME = "openloop";

    private static final long RATE = 200_000;
    private static final int MUTATIONS = 1_000_000;

    @Override
    public void run(Task task, SampleLines out) throws IOException {
        final int mutations = task.operations(MUTATIONS);
        final Path directory = Files.createDirectory(task.directory().resolve(NAME));
        out.fact("openloop.fileSystem", Files.getFileStore(directory).type());
        out.fact("openloop.rate", RATE + "/s");
        try (Observer observer = new Observer();
                RunningStore running =
                        RunningStore.start(JournalMeasurement.config(directory.resolve("store"), task.neighbors()))) {
            out.expect("refused while filling the store", 0, running.fill(task.neighbors()));
            final StoreTarget ours = new StoreTarget(running, task.neighbors());
            try (BareQueue queue = new BareQueue(directory.resolve("warm-up"))) {
                new OpenLoop(ours.begin(), RATE).run(mutations / 2);
                new OpenLoop(new BareTarget(queue), RATE).run(mutations / 2);
                new OpenLoop(new ClockTarget(), RATE).run(mutations / 2);
            }
            for (int run = 0; run < task.runs(); run++) {
                observer.begin();
                final OpenLoop loop = new OpenLoop(ours.begin(), RATE).run(mutations);
                final Disturbance disturbance = observer.end();
                report(out, "openloop.p99", loop.callerP99Us(), disturbance);
                report(out, "openloop.p9999", loop.callerP9999Us(), disturbance);
                report(out, "openloop.max", loop.callerMaxUs(), disturbance);
                report(out, "openloop.journaled", loop.journaledP9999Ms(), disturbance);
                clock(mutations, out);
                bare(directory.resolve("bare-" + run), mutations, out);
            }
            out.expect("mutations refused in the open loop", 0, ours.refused);
            out.expect("entries of the store", task.neighbors(), running.store().size());
            out.fact("openloop.gaps", Integer.toString(running.gaps()));
            running.errors().forEach(out::wrong);
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    /** The limit: the same loop and the same threads beside it, but nothing is done when something is due. */
    private static void clock(int mutations, SampleLines out) {
        final OpenLoop loop = new OpenLoop(new ClockTarget(), RATE).run(mutations);
        out.number("openloop.p99.clockAlone", loop.callerP99Us());
        out.number("openloop.p9999.clockAlone", loop.callerP9999Us());
        out.number("openloop.max.clockAlone", loop.callerMaxUs());
    }

    private static void bare(Path directory, int mutations, SampleLines out) {
        try (BareQueue queue = new BareQueue(directory)) {
            queue.append(RecordLayout.BATCH_HEADER_BYTES);
            final OpenLoop loop = new OpenLoop(new BareTarget(queue), RATE).run(mutations);
            out.number("openloop.p99.bareQueue", loop.callerP99Us());
            out.number("openloop.p9999.bareQueue", loop.callerP9999Us());
            out.number("openloop.max.bareQueue", loop.callerMaxUs());
            out.number("openloop.journaled.bareQueue", loop.journaledP9999Ms());
        }
        IoUtil.delete(directory.toFile(), true);
    }

    private static void report(SampleLines out, String key, double number, Disturbance disturbance) {
        out.number(key, number);
        out.disturbance(key, disturbance);
    }

    private static final class StoreTarget implements OpenLoop.Target {
        private final RunningStore running;
        private final NeighborStore store;
        private final int neighbors;
        private long state = 1;
        private long refused;
        private long before;

        StoreTarget(RunningStore running, int neighbors) {
            this.running = running;
            this.store = running.store();
            this.neighbors = neighbors;
        }

        StoreTarget begin() {
            before = store.lastSequence();
            return this;
        }

        @Override
        public void take(long number) {
            state = Chain.next(state);
            refused += running.upsert(Chain.below(state, neighbors)) ? 0 : 1;
        }

        @Override
        public void seal(int taken, long nowNs) {
            store.flush(nowNs);
        }

        @Override
        public long journaled() {
            return store.journaledSequence() - before;
        }
    }

    private static final class ClockTarget implements OpenLoop.Target {
        private long passed;

        @Override
        public void take(long number) {
            passed++;
        }

        @Override
        public void seal(int taken, long nowNs) {
            // Nothing to seal.
        }

        @Override
        public long journaled() {
            return passed;
        }
    }

    /** One excerpt for what the store would make one record of. */
    private static final class BareTarget implements OpenLoop.Target {
        private final BareQueue queue;
        private long appended;

        BareTarget(BareQueue queue) {
            this.queue = queue;
        }

        @Override
        public void take(long number) {
            // Sealed together.
        }

        @Override
        public void seal(int taken, long nowNs) {
            queue.append(RecordLayout.BATCH_HEADER_BYTES + taken * EntryLayout.ENTRY_BYTES);
            appended += taken;
        }

        @Override
        public long journaled() {
            return appended;
        }
    }
}
