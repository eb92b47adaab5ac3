package io.ndpair.store.table;

/** One way to read a table; a look tells the steps what it saw, and blames what can never be right. */
interface Reader {
    String name();

    void look(Steps steps);
}
