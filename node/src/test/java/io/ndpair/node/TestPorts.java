package io.ndpair.node;

import io.ndpair.node.cli.demo.LoopbackPorts;
import java.io.IOException;
import java.util.List;

/** UDP ports for pairs of devices on 127.0.0.1 and 127.0.0.2. */
public final class TestPorts {
    /** The service's, and above it one for each group whose advertisements go over loopback. */
    private static final int IN_A_ROW = 8;

    private TestPorts() {}

    /** The first of some in a row that nobody has, and that no other call has given. */
    public static int free() throws IOException {
        return LoopbackPorts.free(List.of("127.0.0.1", "127.0.0.2"), IN_A_ROW);
    }
}
