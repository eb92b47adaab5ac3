package io.ndpair.bench.pair;

import io.ndpair.bench.workload.Keys;
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
 * @param profiles how many share its one service and the links; a power of two
 */
public record End(
        String name, int deviceId, String source, String peer, int port, Path directory, String keys, int profiles) {
    /** No certificates. */
    public static final String PLAIN = "plain";

    /** Checks that the links can be shared out. */
    public End {
        if (profiles < 1 || profiles > Keys.LINKS || Integer.bitCount(profiles) != 1) {
            throw new IllegalArgumentException(
                    "profiles is " + profiles + ", expected a power of two up to " + Keys.LINKS);
        }
    }

    /** One with a plain channel and one profile. */
    public End(String name, int deviceId, String source, String peer, int port, Path directory) {
        this(name, deviceId, source, peer, port, directory, PLAIN, 1);
    }

    /** The same with its channel protected by these certificates. */
    public End withKeys(Path certificates) {
        return new End(name, deviceId, source, peer, port, directory, certificates.toString(), profiles);
    }

    /** The same with so many profiles. */
    public End withProfiles(int many) {
        return new End(name, deviceId, source, peer, port, directory, keys, many);
    }

    /** As words of a command line. */
    public List<String> words() {
        return List.of(
                name,
                Integer.toString(deviceId),
                source,
                peer,
                Integer.toString(port),
                directory.toString(),
                keys,
                Integer.toString(profiles));
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
                words.get(6),
                Integer.parseInt(words.get(7)));
    }
}
