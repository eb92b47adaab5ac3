package io.ndpair.store.table;

/**
 * What the table may show while the writer goes through its steps: for each neighbor that it changes the version after each
 * step, and how far a reader has seen the writer come, behind which nothing may fall back.
 */
final class Steps {
    /** The verdict on a reader that saw nothing wrong ends with this. */
    static final String RIGHT = "right";

    private final int[][] versions;
    private final int last;
    private int least;
    private int first;
    private String wrong;

    /** Versions of the first neighbor, of the second and so on, each before the first step and after each. */
    Steps(int[]... versions) {
        this.versions = versions;
        last = versions[0].length - 1;
    }

    int neighbors() {
        return versions.length;
    }

    int version(int neighbor, int step) {
        return versions[neighbor][step];
    }

    int last() {
        return last;
    }

    void begin() {
        least = 0;
        first = -1;
        wrong = null;
    }

    /** The writer has told that it is through. */
    void through() {
        least = last;
    }

    /** A neighbor was looked for and this was seen, in the order of the calls. */
    void saw(int neighbor, int version) {
        least = step(neighbor, version, least);
    }

    /** Where a walk began that ends with {@link #walked}: it may see any neighbor at any moment from there on. */
    int walking() {
        return least;
    }

    /** A walk saw this; answers the least step that it may have been seen at. */
    int step(int neighbor, int version, int from) {
        int step = from;
        while (step <= last && versions[neighbor][step] != version) {
            step++;
        }
        if (step > last) {
            blame(kind(neighbor, version, from));
            return from;
        }
        if (first < 0) {
            first = step;
        }
        return step;
    }

    void walked(int step) {
        least = Math.max(least, step);
    }

    /** All neighbors were seen at one moment; answers the step, or blames. */
    int atOnce(int[] seen, int from) {
        for (int step = from; step <= last; step++) {
            boolean all = true;
            for (int i = 0; i < seen.length; i++) {
                all &= versions[i][step] == seen[i];
            }
            if (all) {
                if (first < 0) {
                    first = step;
                }
                return step;
            }
        }
        for (int i = 0; i < seen.length; i++) {
            step(i, seen[i], from);
        }
        blame("mixed two moments");
        return from;
    }

    private String kind(int neighbor, int version, int from) {
        if (version == Keys.TORN) {
            return "torn";
        }
        if (version == Keys.MISSING) {
            return "wrongly missing";
        }
        for (int step = 0; step < from; step++) {
            if (versions[neighbor][step] == version) {
                return "wrongly found, went back";
            }
        }
        return "wrongly found";
    }

    /** The first thing that was wrong is kept. */
    void blame(String what) {
        if (wrong == null) {
            wrong = what;
        }
    }

    /** What the reader saw, in words. */
    String verdict() {
        if (wrong != null) {
            return wrong;
        }
        if (first == least) {
            return (first == 0 ? "before, " : first == last ? "after, " : "between, ") + RIGHT;
        }
        return "across, " + RIGHT;
    }
}
