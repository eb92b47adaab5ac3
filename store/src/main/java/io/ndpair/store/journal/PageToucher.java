package io.ndpair.store.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Touches the pages of the journal's file ahead of the append, and the table's memory ahead of its growth, so that neither
 * waits for the kernel to find and clear them: that alone takes the 99th percentile of an append from milliseconds to
 * microseconds. A page is touched by exchanging zero for zero, which changes nothing that the appender may write meanwhile.
 */
public final class PageToucher implements Agent {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4096;
    private static final long LEAST_AHEAD_BYTES = 4 << 20;

    private final JournalAgent journalAgent;
    private final Runnable memory;
    private final long mostAheadBytes;
    private Journal touched;
    private FileChannel channel;
    private long touchedBytes;
    private long errors;

    /**
     * Creates an agent for the file that the journal agent is writing.
     *
     * @param memory         prepares the table's memory
     * @param mostAheadBytes 0 touches no file
     */
    public PageToucher(JournalAgent journalAgent, Runnable memory, long mostAheadBytes) {
        this.journalAgent = journalAgent;
        this.memory = memory;
        this.mostAheadBytes = mostAheadBytes;
    }

    @Override
    public String roleName() {
        return "page-toucher";
    }

    @Override
    public int doWork() {
        memory.run();
        Journal journal = journalAgent.journal();
        try {
            if (journal != touched) {
                closeChannel();
                touched = journal;
                touchedBytes = 0;
            }
            if (journal == null || mostAheadBytes == 0) {
                return 0;
            }
            return touch(journal);
        } catch (IOException | RuntimeException | InternalError e) {
            // A full disk shows here first. The journal agent will meet it, or not; a page untouched is only a slower
            // append.
            errors++;
            touchedBytes = Long.MAX_VALUE;
            return 0;
        }
    }

    /** Files given up because a page could not be touched. */
    public long errors() {
        return errors;
    }

    private int touch(Journal journal) throws IOException {
        long written = journal.writtenBytes();
        // A young file does not deserve the whole distance: restarts would leave much empty space behind.
        long ahead = Math.min(mostAheadBytes, Math.max(LEAST_AHEAD_BYTES, written));
        long from = Math.max(touchedBytes, written & -CHUNK_BYTES);
        if (journalAgent.failing() || from >= written + ahead) {
            return 0;
        }
        if (channel == null) {
            channel = FileChannel.open(journal.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, from, CHUNK_BYTES);
        try {
            UnsafeBuffer pages = new UnsafeBuffer(map);
            for (int offset = 0; offset < CHUNK_BYTES; offset += PAGE_BYTES) {
                pages.compareAndSetLong(offset, 0, 0);
            }
        } finally {
            IoUtil.unmap(map);
        }
        touchedBytes = from + CHUNK_BYTES;
        return 1;
    }

    private void closeChannel() throws IOException {
        FileChannel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void onClose() {
        try {
            closeChannel();
        } catch (IOException e) {
            errors++;
        }
    }
}
