package io.ndpair.bench.peer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.WireType;
import org.agrona.BufferUtil;

/** Chronicle Queue with nothing around it, and its own settings: excerpts of raw bytes, appended by the caller. Confined to one thread. */
public final class BareQueue implements AutoCloseable {
    private static final int LARGEST_BYTES = 64 << 10;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LARGEST_BYTES);
    private final PointerBytesStore store = BytesStore.nativePointer();
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;

    /** A new queue in a directory that is not there yet. */
    public BareQueue(Path directory) {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        store.set(BufferUtil.address(bytes), LARGEST_BYTES);
        queue = SingleChronicleQueueBuilder.builder(directory.toFile(), WireType.BINARY_LIGHT)
                .rollCycle(LegacyRollCycles.DAILY)
                .build();
        appender = queue.createAppender();
    }

    /** Appends an excerpt of so many bytes. */
    public void append(int lengthBytes) {
        try (DocumentContext document = appender.writingDocument()) {
            final Bytes<?> target = document.wire().bytes();
            target.write(store, 0L, (long) lengthBytes);
        }
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
