package io.ndpair.node.shell;

import java.util.function.Consumer;

/**
 * The changes of an address, newest first, as the journals of the profiles hold them; each profile begins with how far back its
 * journal reaches. Closed when the reader has enough, also in the middle; closing twice does nothing.
 */
public interface ChangeCursor extends AutoCloseable {
    /**
     * Does a bounded amount of work, which may find nothing yet.
     *
     * @return whether there may be more
     */
    boolean poll(Consumer<ChangeStatus> consumer);

    @Override
    void close();
}
