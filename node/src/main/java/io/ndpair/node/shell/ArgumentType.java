package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import java.util.List;
import java.util.Optional;

/** A kind of argument: how it is written, and what the text means. */
interface ArgumentType {
    /** How the argument is shown in help, for instance {@code INTEGER<1-255>}. */
    String form();

    /** The value of the text, or empty when the text is not of this type or out of range. */
    Optional<Object> value(String text);

    /** What could stand here, of the objects that there are. */
    default List<String> candidates(DeviceConfig config) {
        return List.of();
    }
}
