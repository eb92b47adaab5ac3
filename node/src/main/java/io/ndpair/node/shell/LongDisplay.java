package io.ndpair.node.shell;

/** A display that may be too long to stand in memory: it is poured out bit by bit. */
interface LongDisplay extends AutoCloseable {
    /**
     * Writes the next part.
     *
     * @param maxChars stops as soon as this many characters were written, give or take one entry
     * @return whether more is to come
     */
    boolean pour(StringBuilder out, int maxChars);

    @Override
    void close();
}
