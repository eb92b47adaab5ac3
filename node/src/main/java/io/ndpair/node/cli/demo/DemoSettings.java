package io.ndpair.node.cli.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * What a device process of the demo is started with.
 *
 * @param name of the device, {@code a} or {@code b}.
 * @param deviceId in the pair.
 * @param priority in the VRRP6 group.
 * @param source address of this device.
 * @param peer address of the other one.
 * @param port of the channel.
 * @param dataDirectory of this device.
 * @param ledger file that is shared with the demo.
 * @param neighbors users of the workload.
 * @param seed of the workload.
 */
record DemoSettings(
        String name,
        int deviceId,
        int priority,
        String source,
        String peer,
        int port,
        Path dataDirectory,
        Path ledger,
        int neighbors,
        long seed) {

    /** The device that is master first. */
    static DemoSettings a(Path directory, int port, int neighbors, long seed) {
        return new DemoSettings(
                "a",
                1,
                120,
                "127.0.0.1",
                "127.0.0.2",
                port,
                directory.resolve("a"),
                directory.resolve("a.ledger"),
                neighbors,
                seed);
    }

    /** The device that joins late. */
    static DemoSettings b(Path directory, int port, int neighbors, long seed) {
        return new DemoSettings(
                "b",
                2,
                100,
                "127.0.0.2",
                "127.0.0.1",
                port,
                directory.resolve("b"),
                directory.resolve("b.ledger"),
                neighbors,
                seed);
    }

    /** As the words of a command line. */
    List<String> arguments() {
        return List.of(
                name,
                Integer.toString(deviceId),
                Integer.toString(priority),
                source,
                peer,
                Integer.toString(port),
                dataDirectory.toString(),
                ledger.toString(),
                Integer.toString(neighbors),
                Long.toString(seed));
    }

    /** Reads the words again. */
    static DemoSettings of(List<String> words) {
        return new DemoSettings(
                words.get(0),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                words.get(3),
                words.get(4),
                Integer.parseInt(words.get(5)),
                Path.of(words.get(6)),
                Path.of(words.get(7)),
                Integer.parseInt(words.get(8)),
                Long.parseLong(words.get(9)));
    }
}
