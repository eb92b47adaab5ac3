package io.ndpair.node.shell;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of one profile and its journal at this moment.
 *
 * @param entries neighbor entries
 * @param limit most neighbor entries
 * @param memoryBytes memory of the table
 * @param memoryPages what pages the memory is made of, for instance {@code huge pages advised}; empty = not known
 * @param epoch the epoch in words, for instance {@code 3 of device 17}; empty before the first
 * @param sequence last sequence that was applied
 * @param journaled last sequence that is in the journal
 * @param journal state of the journal in words, for instance {@code writing} or {@code gap since 4711: disk full}
 * @param scrub what was found wrong in the table's memory and done about it, count by outcome
 * @param limits the budgets in words; empty = not known
 * @param links what was learned on each link, of how many, in words; empty = not known
 * @param aging what aging is at, in words; empty = not known
 * @param started what the start of the store took and found, in words; empty = not known
 * @param refused entries that were refused, count by cause
 */
public record TableView(
        long entries,
        long limit,
        long memoryBytes,
        String memoryPages,
        String epoch,
        long sequence,
        long journaled,
        String journal,
        Map<String, Long> scrub,
        String limits,
        List<String> links,
        String aging,
        String started,
        Map<String, Long> refused) {
    /** Copies what could change. */
    public TableView {
        links = List.copyOf(links);
        scrub = Collections.unmodifiableMap(new TreeMap<>(scrub));
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }
}
