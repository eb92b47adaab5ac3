package io.ndpair.bench.pair;

import java.nio.file.Path;
import java.util.List;

/**
 * One end of a pair: what a device process is started with.
 *
 * @param name of the device
 * @param deviceId in the pair
 * @param source its address
 * @param peer address under which it finds the other one
 * @param port UDP port, the same at both
 * @param directory its data
 * @param keys where the {@link Certificates} are that its channel is protected with; {@link #PLAIN} for a plain channel
 */
public record End(String name, int deviceId, String source, String peer, int port, Path directory, String keys) {
    /** No certificates. */
    public static final String PLAIN = "plain";

    /** One with a plain channel. */
    public End(String name, int deviceId, String source, String peer, int port, Path directory) {
        this(name, deviceId, source, peer, port, directory, PLAIN);
    }

    /** As words of a command line. */
    public List<String> words() {
        return List.of(
                name, Integer.toString(deviceId), source, peer, Integer.toString(port), directory.toString(), keys);
    }

    /** From words of a command line. */
    public static End of(List<String> words) {
        return new End(
                words.get(0),
                Integer.parseInt(words.get(1)),
                words.get(2),
                words.get(3),
                Integer.parseInt(words.get(4)),
                Path.of(words.get(5)),
                words.get(6));
    }
}
