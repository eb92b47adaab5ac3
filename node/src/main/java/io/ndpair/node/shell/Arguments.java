package io.ndpair.node.shell;

import io.ndpair.node.config.IpAddress;
import io.ndpair.node.config.Ipv6Address;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a line said to its command: keywords that were there, and the values of arguments by name. */
final class Arguments {
    private final Set<String> keywords = new HashSet<>();
    private final Map<String, Object> values = new HashMap<>();

    /** These, and one more word of the line. */
    Arguments with(Grammar.Fit fit) {
        final Arguments more = new Arguments();
        more.keywords.addAll(keywords);
        more.values.putAll(values);
        fit.value()
                .ifPresentOrElse(
                        value -> more.values.put(fit.edge().label(), value),
                        () -> more.keywords.add(fit.edge().label()));
        return more;
    }

    boolean has(String keyword) {
        return keywords.contains(keyword);
    }

    boolean given(String name) {
        return values.containsKey(name);
    }

    int number(String name) {
        return Math.toIntExact(longNumber(name));
    }

    long longNumber(String name) {
        return (Long) present(name);
    }

    String text(String name) {
        return (String) present(name);
    }

    Ipv6Address ipv6(String name) {
        return (Ipv6Address) present(name);
    }

    LocalDate date(String name) {
        return (LocalDate) present(name);
    }

    LocalTime clock(String name) {
        return (LocalTime) present(name);
    }

    IpAddress address(String name) {
        return (IpAddress) present(name);
    }

    ArgumentTypes.AddressAndLength addressAndLength(String name) {
        return (ArgumentTypes.AddressAndLength) present(name);
    }

    boolean namesInterface() {
        return given(Lexicon.INTERFACE) || given(Lexicon.INTERFACE_NUMBER);
    }

    /** The interface, in whichever way it was written. */
    String interfaceName() {
        return given(Lexicon.INTERFACE)
                ? text(Lexicon.INTERFACE)
                : text(Lexicon.INTERFACE_TYPE) + text(Lexicon.INTERFACE_NUMBER);
    }

    private Object present(String name) {
        final Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("a command asks for <" + name + ">, which its pattern does not have");
        }
        return value;
    }
}
