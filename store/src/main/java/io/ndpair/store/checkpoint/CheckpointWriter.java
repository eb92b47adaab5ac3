package io.ndpair.store.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ndpair.store.journal.JournalAgent;
import io.ndpair.store.journal.Lineage;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.SequenceIndex;
import io.ndpair.store.model.LinkName;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.RangeImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes one checkpoint at a time, a few ranges per call, while the writer goes on: every range stands as of a sequence of its
 * own, and replay by the one rule makes them one. Belongs to the maintenance agent's thread.
 */
final class CheckpointWriter {
    private final ByteBuffer view = ByteBuffer.allocateDirect(CheckpointLayout.MAX_FRAME_BYTES);
    private final UnsafeBuffer frame = new UnsafeBuffer(view);
    private final CRC32C crc = new CRC32C();
    private final RangeImage image = new RangeImage();
    private final CheckpointFiles files;
    private final NeighborTable table;
    private final RecordApplier applier;
    private final JournalAgent journalAgent;
    private final SequenceIndex index;
    private final EpochClock epochClock;

    private FileChannel channel;
    private Lineage lineage;
    private CheckpointHeader header;
    private long keyId;
    private long gapNumber;
    private long indexVersion;
    private long position;
    private long greatestAsOf;
    private long ranges;
    private long entries;

    CheckpointWriter(
            CheckpointFiles files,
            NeighborTable table,
            RecordApplier applier,
            JournalAgent journalAgent,
            SequenceIndex index,
            EpochClock epochClock) {
        this.files = files;
        this.table = table;
        this.applier = applier;
        this.journalAgent = journalAgent;
        this.index = index;
        this.epochClock = epochClock;
    }

    /** Begins a file. False when the writer is just changing what must not change meanwhile: try again. */
    boolean begin() throws IOException {
        lineage = applier.lineage();
        gapNumber = journalAgent.gapNumber();
        indexVersion = index.version();
        long generation = journalAgent.generation();
        long sequence = table.appliedSequence();
        boolean contiguous = applier.contiguousAt(sequence);
        SequenceIndex.Place place = index.below(sequence + 1);
        if (place == null && index.size() > 0) {
            place = index.places()[0];
        }
        if (!stillValid()) {
            return false;
        }
        header = new CheckpointHeader(
                lineage.epoch(),
                sequence,
                applier.tableTime(),
                lineage.keyAgreed(),
                contiguous,
                lineage.key(),
                lineage.history(),
                lineage.maxTerm(),
                place == null ? generation : place.generation(),
                place == null ? 0 : place.place(),
                epochClock.time());
        keyId = lineage.key().id();
        position = 0;
        ranges = 0;
        entries = 0;
        greatestAsOf = sequence;
        channel = FileChannel.open(
                files.unfinished(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        write(CheckpointLayout.HEADER, header.writeTo(frame, CheckpointLayout.FRAME_HEADER_BYTES));
        for (LinkName link : lineage.links().list()) {
            byte[] name = link.name().getBytes(StandardCharsets.UTF_8);
            frame.putInt(CheckpointLayout.FRAME_HEADER_BYTES, link.linkId(), LITTLE_ENDIAN);
            frame.putBytes(CheckpointLayout.FRAME_HEADER_BYTES + 4, name);
            write(CheckpointLayout.LINK, 4 + name.length);
        }
        return true;
    }

    /** Whether nothing has happened since the begin that makes the file worthless. */
    boolean stillValid() {
        Lineage now = applier.lineage();
        return now.incarnation() == lineage.incarnation()
                && now.key().equals(lineage.key())
                && now.contiguous() == lineage.contiguous()
                && (channel != null || now.equals(lineage))
                && journalAgent.gapNumber() == gapNumber
                && index.version() == indexVersion;
    }

    /** Whether the file, once whole, will be the content of one point of the history. */
    boolean contiguous() {
        return header.contiguous();
    }

    long gapNumber() {
        return gapNumber;
    }

    long generation() {
        return header.generation();
    }

    /** Copies some more ranges; true when there are none left. */
    boolean copyRanges(int limit) throws IOException {
        int at = CheckpointLayout.FRAME_HEADER_BYTES;
        for (int i = 0; i < limit; i++) {
            if (!table.copyRange(position, frame, at + CheckpointLayout.RANGE_HEADER_BYTES, image)) {
                throw new IOException("the table was closed under a checkpoint");
            }
            if (image.keyId() != keyId) {
                throw new IOException("the hash key changed under a checkpoint");
            }
            frame.putLong(at, image.prefix(), LITTLE_ENDIAN);
            frame.putLong(at + 8, image.asOfSequence(), LITTLE_ENDIAN);
            frame.putInt(at + 16, image.depth(), LITTLE_ENDIAN);
            frame.putInt(at + 20, image.count(), LITTLE_ENDIAN);
            write(
                    CheckpointLayout.RANGE,
                    CheckpointLayout.RANGE_HEADER_BYTES + image.count() * EntryLayout.ENTRY_BYTES);
            greatestAsOf = Math.max(greatestAsOf, image.asOfSequence());
            ranges++;
            entries += image.count();
            position = image.nextPosition();
            if (position == 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the journal has everything that some range contains. */
    boolean coveredByJournal() {
        return journalAgent.appendedSequence() >= greatestAsOf && !journalAgent.failing();
    }

    /** Ends the file, syncs, verifies and names it: from then on recovery finds it. */
    void finish() throws IOException {
        writePlaces();
        int at = CheckpointLayout.FRAME_HEADER_BYTES;
        frame.putLong(at, ranges, LITTLE_ENDIAN);
        frame.putLong(at + 8, entries, LITTLE_ENDIAN);
        frame.putLong(at + 16, greatestAsOf, LITTLE_ENDIAN);
        write(CheckpointLayout.FOOTER, CheckpointLayout.FOOTER_BYTES);
        channel.force(true);
        channel.close();
        channel = null;
        String fault = CheckpointReader.verify(files.unfinished());
        if (fault != null) {
            throw new IOException("checkpoint does not read back: " + fault);
        }
        files.publish();
    }

    private void writePlaces() throws IOException {
        int perFrame = 1024;
        SequenceIndex.Place[] places = index.places();
        for (int from = 0; from < places.length; from += perFrame) {
            int to = Math.min(places.length, from + perFrame);
            int at = CheckpointLayout.FRAME_HEADER_BYTES;
            for (int i = from; i < to; i++, at += CheckpointLayout.PLACE_BYTES) {
                SequenceIndex.Place place = places[i];
                frame.putLong(at, place.sequence(), LITTLE_ENDIAN);
                frame.putLong(at + 8, place.generation(), LITTLE_ENDIAN);
                frame.putLong(at + 16, place.place(), LITTLE_ENDIAN);
            }
            write(CheckpointLayout.PLACES, at - CheckpointLayout.FRAME_HEADER_BYTES);
        }
    }

    private void write(int kind, int payloadBytes) throws IOException {
        int length = CheckpointLayout.seal(frame, view, 0, kind, payloadBytes, crc);
        view.clear().limit(length);
        while (view.hasRemaining()) {
            channel.write(view);
        }
        view.clear();
    }

    /** Gives the unfinished file up. */
    void abandon() throws IOException {
        FileChannel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
        files.discard();
    }
}
