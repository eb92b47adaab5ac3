package io.ndpair.store.journal;

import io.ndpair.store.model.LinkName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.agrona.collections.IntHashSet;

/** The links of a profile, id to name and back, each name once. The writer defines, any thread reads. */
public final class Links {
    /** Most links that a profile may have. */
    public static final int MAX_LINKS = 1 << 16;

    private final ConcurrentSkipListMap<Integer, String> names = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    // The same ids once more, for the writer to ask without an object.
    private final IntHashSet known = new IntHashSet();
    private int definitions;

    /** Number of links. */
    public int size() {
        return ids.size();
    }

    /** Whether no more may be defined. */
    public boolean full() {
        return size() >= MAX_LINKS;
    }

    /** The link at an index in the order of ids, null if there are not so many. Costs its index. */
    public LinkName at(int index) {
        return names.entrySet().stream()
                .skip(index)
                .findFirst()
                .map(entry -> new LinkName(entry.getKey(), entry.getValue()))
                .orElse(null);
    }

    /** The id of a name, 0 if there is none. */
    public int id(String name) {
        return ids.getOrDefault(name, 0);
    }

    /** The name of an id, empty if there is none. */
    public String name(int linkId) {
        return names.getOrDefault(linkId, "");
    }

    /** Whether a link of this id is defined. Writer; allocates nothing. */
    public boolean isKnown(int linkId) {
        return known.contains(linkId);
    }

    /** Grows with every definition, so that an id once looked up can be kept until it does. Writer. */
    public int definitions() {
        return definitions;
    }

    /** All links by id. */
    public List<LinkName> list() {
        return names.entrySet().stream()
                .map(entry -> new LinkName(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** An id that is not in use: one more than the greatest; the smallest if a peer has used the very greatest. */
    public int freeId() {
        int id = names.isEmpty() || names.lastKey() == Integer.MAX_VALUE ? 1 : names.lastKey() + 1;
        while (known.contains(id)) {
            id++;
        }
        return id;
    }

    /** One more; it takes the place of whatever had the same id, and takes the name from another id. Writer. */
    public void define(int linkId, String name) {
        definitions++;
        Integer other = ids.put(name, linkId);
        if (other != null && other != linkId) {
            names.remove(other);
            known.remove((int) other);
        }
        known.add(linkId);
        String before = names.put(linkId, name);
        if (before != null && !before.equals(name)) {
            ids.remove(before, linkId);
        }
    }
}
