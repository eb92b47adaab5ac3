package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.Names;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an interface is written: {@code GigabitEthernet0/1/0.1}, {@code GigabitEthernet 0/1/0.1}, {@code gi 0/1/0.1}, or the
 * name of a Linux interface as it is. The vendor's types are put into their usual spelling; since Linux has an {@code eth0}
 * too, they are recognised in one word only when written in full and with a slash in the number.
 */
final class InterfaceNames {
    private static final List<String> TYPES = List.of(
            "100GE",
            "10GE",
            "25GE",
            "40GE",
            "Eth-Trunk",
            "Ethernet",
            "FlexE",
            "GigabitEthernet",
            "LoopBack",
            "Virtual-Ethernet",
            "Vlanif",
            "XGigabitEthernet");

    private InterfaceNames() {}

    /** A whole name in one word. */
    static ArgumentType whole() {
        return new ArgumentType() {
            @Override
            public String form() {
                return "INTERFACE-NAME";
            }

            @Override
            public Optional<Object> value(String text) {
                return !Names.isInterface(text) || TYPES.stream().anyMatch(t -> t.equalsIgnoreCase(text))
                        ? Optional.empty()
                        : Optional.of(spelled(text));
            }

            @Override
            public List<String> candidates(DeviceConfig config) {
                return List.copyOf(config.interfaces().keySet());
            }
        };
    }

    /** The type, when the number follows as a word of its own; may be abbreviated. */
    static ArgumentType type() {
        return new ArgumentType() {
            @Override
            public String form() {
                return "INTERFACE-TYPE";
            }

            @Override
            public Optional<Object> value(String text) {
                final String lower = text.toLowerCase(Locale.ROOT);
                Optional<Object> found = Optional.empty();
                for (final String type : TYPES) {
                    if (type.equalsIgnoreCase(text)) {
                        return Optional.of(type);
                    }
                    if (type.toLowerCase(Locale.ROOT).startsWith(lower)) {
                        if (found.isPresent()) {
                            return Optional.empty();
                        }
                        found = Optional.of(type);
                    }
                }
                return found;
            }

            @Override
            public List<String> candidates(DeviceConfig config) {
                return TYPES;
            }
        };
    }

    /** The number that follows a type. */
    static ArgumentType number() {
        return ArgumentTypes.text("INTERFACE-NUMBER", InterfaceNames::isNumber);
    }

    private static String spelled(String name) {
        for (final String type : TYPES) {
            if (name.regionMatches(true, 0, type, 0, type.length())
                    && name.indexOf('/') > 0
                    && isNumber(name.substring(type.length()))) {
                return type + name.substring(type.length());
            }
        }
        return name;
    }

    /** Digits, with more digits after slashes, and after a point at the end. */
    private static boolean isNumber(String text) {
        boolean digitBefore = false;
        boolean pointSeen = false;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digitBefore = true;
            } else if (digitBefore && !pointSeen && (c == '/' || c == '.')) {
                digitBefore = false;
                pointSeen = c == '.';
            } else {
                return false;
            }
        }
        return digitBefore && text.length() <= Names.MAX_INTERFACE / 2;
    }
}
