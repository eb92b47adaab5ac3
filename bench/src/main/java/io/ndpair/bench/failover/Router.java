package io.ndpair.bench.failover;

import java.io.IOException;

/** One of the two routers: a daemon in a host of the network, which can be killed and started again. Confined to one thread. */
interface Router extends AutoCloseable {
    /** Its host. */
    String host();

    /** Starts it; nothing of an earlier run is in its way. */
    void start() throws IOException;

    /** Waits until it is master. */
    void awaitMaster() throws IOException;

    /** Waits until it is backup and could take over. */
    void awaitBackup() throws IOException;

    /** SIGKILL of all its processes. */
    void kill();

    /** After a kill: what the death has left on the machine goes, in so far as the daemon does not see to it itself. */
    void clear() throws IOException;

    /** How many known neighbors it lacks, 0 for one that keeps none. */
    int missing() throws IOException;

    @Override
    void close() throws IOException;
}
