package io.ndpair.bench.store;

import io.ndpair.bench.child.Interleaved;
import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.environment.ProcFiles;
import io.ndpair.bench.peer.MapPeer;
import io.ndpair.bench.peer.Peers;

/** Another map with the same keys. */
final class PeerMeasurement implements Measurement {
    static final String NAME = "peer";

    private static final int LOOKUPS = 1_000_000;

    @Override
    public void run(Task task, SampleLines out) {
        final String peer = task.detail();
        final String suffix = '.' + Size.label(task.neighbors()) + '.' + peer;
        final int operations = task.operations(LOOKUPS);
        try (Observer observer = new Observer();
                MapPeer map = Peers.create(peer, task.neighbors())) {
            final PeerLoops loops = new PeerLoops(map, task.neighbors());
            final long beforeBytes = usedBytes(peer);
            final long beforeNs = System.nanoTime();
            loops.fill();
            out.number("insert" + suffix, task.neighbors() * 1e9 / (System.nanoTime() - beforeNs));
            out.expect("entries of " + peer, task.neighbors(), map.size());
            out.number("bytes" + suffix, (double) (usedBytes(peer) - beforeBytes) / task.neighbors());
            new Interleaved()
                    .add("hit.dependent" + suffix, operations, loops::hitDependent)
                    .add("miss.dependent" + suffix, operations, loops::missDependent)
                    .add("hit.independent" + suffix, operations, loops::hitIndependent)
                    .add("miss.independent" + suffix, operations, loops::missIndependent)
                    .add("upsert.known" + suffix, operations, loops::upsertKnown)
                    .run(task.runs(), observer, out);
            out.expect("wrong answers of " + peer, 0, loops.wrong());
        }
    }

    /** Live bytes: of the heap after a collection, or resident ones of an off-heap map. */
    @SuppressWarnings("SystemGc") // a heap map's memory is what is left after one
    private static long usedBytes(String peer) {
        if (!Peers.HEAP.contains(peer)) {
            return ProcFiles.residentBytes();
        }
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
