package io.ndpair.node.simulation;

/** What happened in a run, line by line; also what two runs of one seed are compared by. */
final class Trace {
    private static final int MOST_CHARS = 4 << 20;

    private final StringBuilder text = new StringBuilder();
    private final boolean printed;
    private long hash = 1;

    Trace(boolean printed) {
        this.printed = printed;
    }

    void add(long nowNs, String line) {
        String whole = String.format("%9.3f  %s", nowNs / 1e9, line);
        hash = hash * 31 + whole.hashCode();
        if (text.length() < MOST_CHARS) {
            text.append(whole).append('\n');
        }
        if (printed) {
            System.out.println(whole);
        }
    }

    /** Something that is compared and not shown. */
    void mix(long value) {
        hash = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
    }

    long hash() {
        return hash;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
