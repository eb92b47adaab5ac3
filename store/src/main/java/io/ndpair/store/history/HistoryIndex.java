package io.ndpair.store.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What has been summed up so far, journal file by journal file. One thread writes, any reads. */
final class HistoryIndex {
    /** One journal file: its chunks in order, the last of which may still grow unless the file is summed up to its end. */
    record Summary(long generation, List<Supplier<Blocks>> chunks, boolean whole) {
        static Summary none(long generation) {
            return new Summary(generation, List.of(), false);
        }

        Summary with(Supplier<Blocks> chunk) {
            List<Supplier<Blocks>> more = new ArrayList<>(chunks);
            more.add(chunk);
            return new Summary(generation, List.copyOf(more), false);
        }

        /** All blocks of one moment. */
        List<Blocks> blocks() {
            return chunks.stream().map(Supplier::get).toList();
        }
    }

    private volatile List<Summary> summaries = List.of();

    /** Oldest file first. */
    List<Summary> summaries() {
        return summaries;
    }

    /** The summary of a file, empty if there is none. */
    Summary of(long generation) {
        for (Summary summary : summaries) {
            if (summary.generation() == generation) {
                return summary;
            }
        }
        return Summary.none(generation);
    }

    /** Puts a file's summary in place of what there was. */
    void put(Summary summary) {
        List<Summary> changed = new ArrayList<>();
        for (Summary each : summaries) {
            if (each.generation() != summary.generation()) {
                changed.add(each);
            }
        }
        changed.add(summary);
        changed.sort((one, other) -> Long.compare(one.generation(), other.generation()));
        summaries = List.copyOf(changed);
    }

    /** Forgets all files but these. */
    void retain(List<Long> generations) {
        summaries = summaries.stream()
                .filter(summary -> generations.contains(summary.generation()))
                .toList();
    }
}
