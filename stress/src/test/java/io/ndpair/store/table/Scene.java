package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One table, one thing that its writer does, one reader: what a state of jcstress consists of. Tables are used again, because
 * to make one costs a thousand times what is tested. The reader tells the writer that it looks by a flag that orders nothing
 * else; that the writer is through is released and acquired, so that the last look must see the end.
 */
final class Scene {
    static final TableConfig CONFIG = new TableConfig(4096, 6, false);

    private static final int WAIT_SPINS_MOST = 20_000;
    private static final int DELAY_SPINS_MOST = 31;
    private static final int WALK_LASTS_TIMES = 32;
    private static final int LOOKS_MOST = 400;
    private static final ConcurrentLinkedQueue<Scene>[] DEPOT = depot();
    private static final AtomicInteger NEXT_READER = new AtomicInteger();
    private static final VarHandle LOOKING;
    private static final VarHandle THROUGH;

    static {
        try {
            LOOKING = MethodHandles.lookup().findVarHandle(Scene.class, "looking", boolean.class);
            THROUGH = MethodHandles.lookup().findVarHandle(Scene.class, "through", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Change change;
    private final NeighborTable table;
    private final Steps steps;
    private final int[] tracked;
    private final int[] stable;
    private final BitSet isStable = new BitSet();
    private final int absent;
    private final Reader[] readers;
    private final NeighborEntry entry = new NeighborEntry();
    private final UnsafeBuffer[] images;
    private final int[] imageCounts;
    private int reader;
    private long sequence;
    private long base;

    @SuppressWarnings("UnusedVariable") // by handle
    private boolean looking;

    @SuppressWarnings("UnusedVariable") // by handle
    private boolean through;

    private Scene(Change change) {
        this.change = change;
        table = new NeighborTable(CONFIG, Keys.HASH_KEY);
        steps = change.steps();
        stable = change.stable();
        tracked = new int[steps.neighbors()];
        tracked[Change.TARGET] = change.target();
        for (int number : stable) {
            isStable.set(number);
            require(Outcome.APPLIED, table.upsert(Keys.set(entry, number, 1), ++sequence));
        }
        if (tracked.length > 1) {
            tracked[Change.OTHER] = Keys.sameHome(tracked[Change.TARGET], tracked[Change.TARGET] + 1);
        }
        absent = Keys.sameHome(tracked[Change.TARGET], tracked[tracked.length - 1] + 1);
        images = new UnsafeBuffer[change == Change.INSTALL || change == Change.RECYCLE ? steps.last() + 1 : 0];
        imageCounts = new int[images.length];
        for (int step = images.length - 1; step >= 0; step--) {
            images[step] = imageOf(step);
        }
        for (int i = 0; i < tracked.length; i++) {
            bring(i, steps.version(i, 0));
        }
        table.appliedSequence(sequence);
        readers = new Reader[] {
            new PointReaders.One(this), new PointReaders.Batch(this), new Walks.Each(this), new Walks.Copy(this)
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ConcurrentLinkedQueue<Scene>[] depot() {
        ConcurrentLinkedQueue[] queues = new ConcurrentLinkedQueue[Change.values().length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new ConcurrentLinkedQueue<Scene>();
        }
        return queues;
    }

    /** A scene in which nothing has happened yet. */
    @SuppressWarnings("EnumOrdinal") // an index, kept nowhere
    static Scene of(Change change) {
        Queue<Scene> depot = DEPOT[change.ordinal()];
        Scene used = depot.poll();
        Scene scene = used == null ? new Scene(change) : used;
        scene.base = scene.sequence;
        scene.looking = false;
        scene.through = false;
        scene.reader = NEXT_READER.getAndIncrement() & 3;
        return scene;
    }

    /** The writer's part. */
    void change() {
        // In the middle of the reader's looks, at another moment each time: alone, most changes are over before it
        // looks.
        for (int spins = 0; spins < WAIT_SPINS_MOST && !(boolean) LOOKING.getOpaque(this); spins++) {
            Thread.onSpinWait();
        }
        int delaySpins = ((int) sequence & DELAY_SPINS_MOST) * (readers[reader].walks() ? WALK_LASTS_TIMES : 1);
        for (int spins = delaySpins; spins > 0; spins--) {
            Thread.onSpinWait();
        }
        change.run(this);
        THROUGH.setRelease(this, true);
    }

    /** The reader's part: looks until it has seen the end, or often enough; answers what it saw, in words. */
    String look() {
        Reader looking = readers[reader];
        steps.begin();
        LOOKING.setOpaque(this, true);
        boolean end = false;
        for (int looks = 0; looks < LOOKS_MOST && !end; looks++) {
            end = (boolean) THROUGH.getAcquire(this);
            if (end) {
                steps.through();
            }
            looking.look(steps);
        }
        return looking.name() + " " + steps.verdict();
    }

    /** When both are through: whether all is as it should be; makes the scene fit for the next. */
    @SuppressWarnings("EnumOrdinal") // an index, kept nowhere
    String end() {
        steps.begin();
        steps.through();
        for (Reader each : readers) {
            each.look(steps);
        }
        String verdict = steps.verdict();
        if (change.restore(this)) {
            DEPOT[change.ordinal()].add(this);
        } else {
            table.close();
        }
        return verdict;
    }

    boolean put(int neighbor, int version) {
        require(Outcome.APPLIED, table.upsert(Keys.set(entry, tracked[neighbor], version), ++sequence));
        table.appliedSequence(sequence);
        return true;
    }

    boolean remove(int neighbor) {
        int number = tracked[neighbor];
        require(
                Outcome.APPLIED,
                table.remove(Keys.addressHigh(), Keys.addressLow(number), Keys.link(number), ++sequence));
        table.appliedSequence(sequence);
        return true;
    }

    boolean install(int step) {
        require(Outcome.APPLIED, table.installRange(0, 0, ++sequence, images[step], 0, imageCounts[step]));
        table.appliedSequence(sequence);
        return true;
    }

    boolean installAgain(int step) {
        require(Outcome.APPLIED, table.installRange(0, 0, sequence, images[step], 0, imageCounts[step]));
        return true;
    }

    void rekey(HashKey key) {
        require(Outcome.APPLIED, table.rekey(key));
    }

    private void bring(int neighbor, int version) {
        int number = tracked[neighbor];
        if (version == Keys.MISSING) {
            table.remove(Keys.addressHigh(), Keys.addressLow(number), Keys.link(number), ++sequence);
        } else {
            table.upsert(Keys.set(entry, number, version), ++sequence);
        }
    }

    private UnsafeBuffer imageOf(int step) {
        for (int i = 0; i < tracked.length; i++) {
            bring(i, steps.version(i, step));
        }
        UnsafeBuffer image = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
        RangeImage range = new RangeImage();
        table.copyRange(0, image, 0, range);
        imageCounts[step] = range.count();
        return image;
    }

    private static void require(int expected, int outcome) {
        if (outcome != expected) {
            throw new IllegalStateException("outcome " + outcome + " instead of " + expected);
        }
    }

    NeighborTable table() {
        return table;
    }

    int tracked(int neighbor) {
        return tracked[neighbor];
    }

    int trackedCount() {
        return tracked.length;
    }

    /** Which of the tracked ones has this number, or -1. */
    int neighbor(int number) {
        for (int i = 0; i < tracked.length; i++) {
            if (tracked[i] == number) {
                return i;
            }
        }
        return -1;
    }

    int stable(int index) {
        return stable[index % stable.length];
    }

    int stableCount() {
        return stable.length;
    }

    boolean isStable(int number) {
        return isStable.get(number);
    }

    int absent() {
        return absent;
    }

    /** Whether a copy that holds the content of a step says so. */
    boolean standsAsOf(int step, long asOfSequence) {
        return asOfSequence == base + (change.tellsStep() ? step : 0);
    }
}
