package io.ndpair.bench.peer;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron with nothing around it, one end of two processes: a media driver that is invoked in the one thread's duty cycle as a device does
 * it, messages as long as a device's batches would be, and an answer to each. Confined to one thread.
 */
public final class AeronPing implements AutoCloseable {
    /** Bytes of a message beside its mutations; about what a batch has. */
    static final int HEADER_BYTES = 64;

    private static final int ENTRY_BYTES = 32;
    private static final int STREAM = 10;
    private static final int MTU_BYTES = 8192;
    private static final int TERM_BYTES = 4 << 20;
    private static final int MOST_ENTRIES = 1_000;
    private static final int ACK_BYTES = 8;
    private static final int FRAGMENTS = 64;
    private static final int START_OFFSET = 8;
    private static final int INTERVAL_OFFSET = 16;
    private static final int COUNT_OFFSET = 24;
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(60);

    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;
    private final AgentInvoker conductor;
    private final Subscription subscription;
    private final ExclusivePublication publication;
    private final IdleStrategy idle;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[HEADER_BYTES + MOST_ENTRIES * ENTRY_BYTES]);
    private final FragmentHandler pinged = new FragmentAssembler(this::onPing);
    private final FragmentHandler ponged = new FragmentAssembler(this::onPong);
    private final Histogram oneWay = new Histogram(MOST_NS, 3);
    private final Histogram answered = new Histogram(MOST_NS, 3);
    private long owedAnswer = -1;
    private long startNs;
    private double intervalNs = 1;
    private long known;

    /**
     * Connects.
     *
     * @param directory of the media driver
     * @param hasDriver whether the driver is this process's own; otherwise it runs in the other one
     * @param hears channel that this end subscribes to
     * @param says channel that it publishes on
     */
    public AeronPing(Path directory, boolean hasDriver, String hears, String says, IdleStrategy idle) {
        this.idle = idle;
        driver = hasDriver ? driver(directory) : null;
        driverInvoker = hasDriver ? driver.sharedAgentInvoker() : null;
        final Aeron.Context context = new Aeron.Context()
                .aeronDirectoryName(directory.toString())
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE);
        if (hasDriver) {
            context.driverAgentInvoker(driverInvoker);
        }
        aeron = Aeron.connect(context);
        conductor = aeron.conductorAgentInvoker();
        subscription = aeron.addSubscription(hears, STREAM);
        publication = aeron.addExclusivePublication(says, STREAM);
    }

    /** The channel to a UDP address. */
    public static String udp(String address, int port) {
        return "aeron:udp?endpoint=" + address + ':' + port + "|term-length=" + TERM_BYTES + "|mtu=" + MTU_BYTES;
    }

    private static MediaDriver driver(Path directory) {
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory.toString())
                .threadingMode(ThreadingMode.INVOKER)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .mtuLength(MTU_BYTES)
                .publicationTermBufferLength(TERM_BYTES)
                .ipcTermBufferLength(TERM_BYTES));
    }

    private int work() {
        return (driverInvoker == null ? 0 : driverInvoker.invoke()) + conductor.invoke();
    }

    /** A duty cycle of the end that answers. */
    public void answer() {
        int did = work() + subscription.poll(pinged, FRAGMENTS);
        if (owedAnswer >= 0) {
            message.putLong(0, owedAnswer);
            if (publication.offer(message, 0, ACK_BYTES) > 0) {
                owedAnswer = -1;
                did++;
            }
        }
        idle.idle(did);
    }

    /** A duty cycle of the end that asks, while it asks nothing. */
    public void rest() {
        idle.idle(work() + subscription.poll(ponged, FRAGMENTS));
    }

    private void onPing(DirectBuffer buffer, int offset, int length, io.aeron.logbuffer.Header header) {
        final long nowNs = System.nanoTime();
        final long first = buffer.getLong(offset);
        final long begunNs = buffer.getLong(offset + START_OFFSET);
        final double everyNs = buffer.getDouble(offset + INTERVAL_OFFSET);
        final int count = buffer.getInt(offset + COUNT_OFFSET);
        if (begunNs != 0) {
            for (long number = first; number < first + count; number++) {
                record(oneWay, nowNs - begunNs - (long) (number * everyNs));
            }
        }
        owedAnswer = first + count;
    }

    private void onPong(DirectBuffer buffer, int offset, int length, io.aeron.logbuffer.Header header) {
        final long until = buffer.getLong(offset);
        if (startNs != 0) {
            final long nowNs = System.nanoTime();
            for (long number = known; number < until; number++) {
                record(answered, nowNs - startNs - (long) (number * intervalNs));
            }
        }
        known = until;
    }

    private static void record(Histogram histogram, long latencyNs) {
        histogram.recordValue(Math.min(MOST_NS, Math.max(0, latencyNs)));
    }

    /** Waits until both directions stand; false if they do not in time. */
    public boolean awaitConnection() {
        final long begunNs = System.nanoTime();
        while (!publication.isConnected() || !subscription.isConnected()) {
            rest();
            if (System.nanoTime() - begunNs > MOST_NS) {
                return false;
            }
        }
        return true;
    }

    /** Mutations due at fixed times; what is due is one message. Answers how many were never answered. */
    public long paced(int rate, int count) {
        answered.reset();
        known = 0;
        intervalNs = 1e9 / rate;
        startNs = System.nanoTime();
        long sent = 0;
        long nowNs = startNs;
        while (known < count && nowNs - startNs < MOST_NS + count * intervalNs) {
            final long due = Math.min(count, (long) ((nowNs - startNs) / intervalNs) + 1);
            int did = 0;
            if (due > sent) {
                final int entries = (int) Math.min(MOST_ENTRIES, due - sent);
                if (send(sent, entries)) {
                    sent += entries;
                    did = 1;
                }
            }
            idle.idle(did + work() + subscription.poll(ponged, FRAGMENTS));
            nowNs = System.nanoTime();
        }
        return count - known;
    }

    /** Messages of so many mutations, as fast as they go; answers the nanoseconds until the last is answered, or -1 if it never was. */
    public long blast(int messages, int entries) {
        known = 0;
        startNs = 0;
        final long begunNs = System.nanoTime();
        final long last = (long) messages * entries;
        long sent = 0;
        while (known < last) {
            int did = 0;
            if (sent < last && send(sent, entries)) {
                sent += entries;
                did = 1;
            }
            idle.idle(did + work() + subscription.poll(ponged, FRAGMENTS));
            if (System.nanoTime() - begunNs > MOST_NS) {
                return -1;
            }
        }
        return System.nanoTime() - begunNs;
    }

    private boolean send(long first, int entries) {
        message.putLong(0, first);
        message.putLong(START_OFFSET, startNs);
        message.putDouble(INTERVAL_OFFSET, intervalNs);
        message.putInt(COUNT_OFFSET, entries);
        return publication.offer(message, 0, HEADER_BYTES + entries * ENTRY_BYTES) > 0;
    }

    /** Latencies of the last {@link #paced} from the times due to the answers. */
    public Histogram answered() {
        return answered;
    }

    /** As the end that answers: from the times due to here, since it was last asked. */
    public Histogram takeOneWay() {
        final Histogram taken = oneWay.copy();
        oneWay.reset();
        return taken;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
