package io.ndpair.transport;

import io.ndpair.transport.session.FactSet;
import java.nio.charset.StandardCharsets;

/**
 * One piece of configuration that must be alike on both devices.
 *
 * @param name what it is, for instance {@code vrid}; 1 to {@value #MAX_BYTES} bytes of UTF-8
 * @param value what it is set to here; up to {@value #MAX_BYTES} bytes of UTF-8
 */
public record ConfigFact(String name, String value) {

    /** Longest name and longest value, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    /** Most facts of one profile. */
    public static final int MAX_FACTS = FactSet.MAX_FACTS;

    /** Checks the values. */
    public ConfigFact {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("name of a configuration fact is not 1 to 255 bytes long: " + name);
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("value of the configuration fact " + name + " exceeds 255 bytes");
        }
    }
}
