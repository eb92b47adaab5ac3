package io.ndpair.node.linux;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2IntHashMap;

/**
 * Which interfaces stand behind the links of a source or sink just now. A link has a small number, its place in the list. Follows
 * {@link LinuxInterfaces}; one thread.
 */
final class LinkBindings {
    static final int UNKNOWN = -1;

    /** Hears that a link has another interface than before, or that its interface went down, came up, or may have done both. */
    @FunctionalInterface
    interface Listener {
        void onLinkChanged(int linkNumber, boolean otherInterface);
    }

    private final LinuxInterfaces interfaces;
    private final LinuxLink[] links;
    private final String[] names;
    private final int[] indexes;
    private final boolean[] up;
    private final long[] upSince;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Int2IntHashMap numberOfIndex = new Int2IntHashMap(UNKNOWN);
    private long generation;

    LinkBindings(final LinuxInterfaces interfaces, final List<LinuxLink> configured) {
        this.interfaces = interfaces;
        links = configured.toArray(new LinuxLink[0]);
        names = new String[links.length];
        indexes = new int[links.length];
        up = new boolean[links.length];
        upSince = new long[links.length];
        for (int number = 0; number < links.length; number++) {
            names[number] = links[number].name();
            if (numbers.put(names[number], number) != null) {
                throw new IllegalArgumentException("link " + names[number] + " stands twice");
            }
        }
    }

    /** Looks at the interfaces; tells the listener what has changed. Costs nothing while nothing has. */
    void refresh(final long nowNs, final Listener listener) {
        interfaces.doWork(nowNs);
        if (generation == interfaces.generation()) {
            return;
        }
        generation = interfaces.generation();
        numberOfIndex.clear();
        for (int number = 0; number < links.length; number++) {
            final LinuxInterface found = interfaces.find(links[number].name(), links[number].linuxName());
            final int index = found == null ? 0 : found.index();
            if (index != 0 && !numberOfIndex.containsKey(index)) {
                numberOfIndex.put(index, number);
            }
            final boolean nowUp = found != null && found.up();
            final boolean otherInterface = index != indexes[number];
            if (otherInterface || nowUp != up[number] || (nowUp && found.upSince() != upSince[number])) {
                indexes[number] = index;
                up[number] = nowUp;
                upSince[number] = nowUp ? found.upSince() : 0;
                listener.onLinkChanged(number, otherInterface);
            }
        }
    }

    /** Looks at everything again at the next {@link #refresh} and tells of every link that has an interface. */
    void forget() {
        generation = 0;
        for (int number = 0; number < links.length; number++) {
            indexes[number] = 0;
            up[number] = false;
        }
    }

    int count() {
        return links.length;
    }

    /** The number of the link that this interface stands behind, or UNKNOWN. */
    int numberOf(final int interfaceIndex) {
        return numberOfIndex.get(interfaceIndex);
    }

    /** The number of the link of this configured name, or UNKNOWN. */
    int numberOf(final String name) {
        final Integer number = numbers.get(name);
        return number == null ? UNKNOWN : number;
    }

    String name(final int linkNumber) {
        return names[linkNumber];
    }

    /** The interface's index, 0 = there is none now. */
    int index(final int linkNumber) {
        return indexes[linkNumber];
    }

    boolean up(final int linkNumber) {
        return up[linkNumber];
    }
}
