package io.ndpair.store.table;

/** One way to read a table; a look tells the steps what it saw, and blames what can never be right. */
interface Reader {
    String name();

    /** Whether a look goes through the whole table, which takes long. */
    boolean walks();

    void look(Steps steps);
}
