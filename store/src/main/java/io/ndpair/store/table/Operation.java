package io.ndpair.store.table;

/** What a mutation does; stands in the four bits of a record that are zero in the table and that digests leave out. */
public final class Operation {
    /** No operation: an entry in a table or in an image. */
    public static final int NONE = 0;

    /** The entry is as the mutation says from now on. */
    public static final int UPSERT = 1;

    /** There is no such neighbor any more; only address and link count. */
    public static final int REMOVE = 2;

    private Operation() {}
}
