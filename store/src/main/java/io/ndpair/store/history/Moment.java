package io.ndpair.store.history;

import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Which record of the journal a wall clock time means: the last one, in the order of the journal, whose clock did not show
 * later. A clock that was set back shows some times twice; then the newer moment is meant, and {@link #ambiguous} says so.
 *
 * @param sequence  the last one that counts
 * @param ambiguous whether a record before showed a later time
 */
record Moment(long generation, long place, Epoch epoch, long sequence, long wallClockMs, boolean ambiguous) {
    /**
     * Looks for it.
     *
     * @return null if everything that is kept is later, or the time was up
     */
    static Moment find(long wallClockMs, Journals journals, HistoryIndex index, BooleanSupplier inTime)
            throws IOException {
        List<Span> spans = Span.all(journals, index);
        RecordCheck check = new RecordCheck();
        for (int i = spans.size() - 1; i >= 0 && inTime.getAsBoolean(); i--) {
            Span span = spans.get(i);
            if (span.block() != null && span.block().leastWallMs() > wallClockMs) {
                continue;
            }
            Moment found = within(span, wallClockMs, journals, check);
            if (found != null) {
                return found.ambiguous() ? found : found.with(anyLater(spans.subList(0, i), wallClockMs));
            }
        }
        return null;
    }

    private Moment with(boolean nowAmbiguous) {
        return new Moment(generation, place, epoch, sequence, wallClockMs, nowAmbiguous);
    }

    private static boolean anyLater(List<Span> older, long wallClockMs) {
        for (Span span : older) {
            if (span.block() != null && span.block().mostWallMs() > wallClockMs) {
                return true;
            }
        }
        return false;
    }

    private static Moment within(Span span, long wallClockMs, Journals journals, RecordCheck check) throws IOException {
        if (!journals.begun(span.generation())) {
            return null;
        }
        Moment found = null;
        boolean later = false;
        boolean laterBeforeFound = false;
        try (RecordScan scan = new RecordScan(journals, span.generation(), check)) {
            scan.moveTo(span.from());
            boolean skip = span.skipFirst();
            int length;
            while ((length = scan.next()) > 0) {
                long wallMs = RecordLayout.wallClockMs(scan.buffer(), scan.offset());
                if (!skip && RecordLayout.templateId(scan.buffer(), scan.offset()) != RecordLayout.GAP) {
                    if (wallMs <= wallClockMs) {
                        found = of(span.generation(), scan, wallMs);
                        laterBeforeFound = later;
                    } else {
                        later = true;
                    }
                }
                skip = false;
                if (span.block() != null && scan.place() >= span.block().lastPlace()) {
                    break;
                }
            }
        }
        return found == null ? null : found.with(laterBeforeFound);
    }

    private static Moment of(long generation, RecordScan scan, long wallMs) {
        long first = RecordLayout.firstSequence(scan.buffer(), scan.offset());
        int count = RecordLayout.count(scan.buffer(), scan.offset());
        return new Moment(
                generation,
                scan.place(),
                new Epoch(
                        RecordLayout.term(scan.buffer(), scan.offset()),
                        RecordLayout.deviceId(scan.buffer(), scan.offset())),
                first + count - 1,
                wallMs,
                false);
    }
}
