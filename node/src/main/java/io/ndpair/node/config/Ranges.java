package io.ndpair.node.config;

/** Checks of numbers against documented ranges. */
final class Ranges {
    private Ranges() {}

    static void check(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigException(what + " " + value + " is out of range " + min + " to " + max);
        }
    }
}
