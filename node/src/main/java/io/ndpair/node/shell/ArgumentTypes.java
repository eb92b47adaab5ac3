package io.ndpair.node.shell;

import io.ndpair.node.config.ConfigException;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.Ipv4Address;
import io.ndpair.node.config.Ipv6Address;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The kinds of arguments that commands take. */
final class ArgumentTypes {
    private static final int MAX_DIGITS = 10;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss[.SSS]", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private ArgumentTypes() {}

    /**
     * An address with its prefix length, written with a slash.
     *
     * @param address the address
     * @param length 1 to 128
     */
    record AddressAndLength(Ipv6Address address, int length) {}

    /** A whole number from min to max; the value is a Long. */
    static ArgumentType integer(long min, long max) {
        return of(
                "INTEGER<" + min + "-" + max + ">",
                text -> number(text).filter(n -> n >= min && n <= max).map(n -> n));
    }

    /** A whole number from min to max that is a multiple of step; the value is a Long. */
    static ArgumentType multiple(long min, long max, long step) {
        return of("INTEGER<" + min + "-" + max + ">, a multiple of " + step, text -> number(text)
                .filter(n -> n >= min && n <= max && n % step == 0)
                .map(n -> n));
    }

    /** A text that is accepted as it is; the value is a String. */
    static ArgumentType text(String form, Predicate<String> accepted) {
        return of(form, text -> accepted.test(text) ? Optional.of(text) : Optional.empty());
    }

    /** The name of an object; Tab offers those that there are. */
    static ArgumentType name(
            String form, Predicate<String> accepted, Function<DeviceConfig, Collection<String>> existing) {
        return new Plain(
                form,
                text -> accepted.test(text) ? Optional.of(text) : Optional.empty(),
                config -> List.copyOf(existing.apply(config)));
    }

    /** An IPv6 address; the value is an {@link Ipv6Address}. */
    static ArgumentType ipv6() {
        return of("X:X::X:X", text -> attempt(() -> Ipv6Address.parse(text)));
    }

    /** An IPv4 address; the value is an {@link Ipv4Address}. */
    static ArgumentType ipv4() {
        return of("X.X.X.X", text -> attempt(() -> Ipv4Address.parse(text)));
    }

    /** A day; the value is a {@link LocalDate}. */
    static ArgumentType date() {
        return of("YYYY-MM-DD", text -> attempt(() -> LocalDate.parse(text, DATE)));
    }

    /** A time of the day, to the millisecond at most; the value is a {@link LocalTime}. */
    static ArgumentType clock() {
        return of("HH:MM:SS[.SSS]", text -> attempt(() -> LocalTime.parse(text, CLOCK)));
    }

    /** An IPv6 address and a prefix length; the value is an {@link AddressAndLength}. */
    static ArgumentType ipv6AndLength() {
        return of("X:X::X:X/M<1-128>", text -> {
            final int slash = text.indexOf('/');
            if (slash < 0) {
                return Optional.empty();
            }
            final Optional<Long> length = number(text.substring(slash + 1)).filter(n -> n >= 1 && n <= 128);
            return length.flatMap(n ->
                    attempt(() -> new AddressAndLength(Ipv6Address.parse(text.substring(0, slash)), n.intValue())));
        });
    }

    private static ArgumentType of(String form, Function<String, Optional<Object>> reader) {
        return new Plain(form, reader, config -> List.of());
    }

    private interface Reader {
        Object read();
    }

    private static Optional<Object> attempt(Reader reader) {
        try {
            return Optional.of(reader.read());
        } catch (ConfigException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            value = value * 10 + (c - '0');
        }
        return Optional.of(value);
    }

    private record Plain(
            String form, Function<String, Optional<Object>> reader, Function<DeviceConfig, List<String>> existing)
            implements ArgumentType {
        @Override
        public Optional<Object> value(String text) {
            return reader.apply(text);
        }

        @Override
        public List<String> candidates(DeviceConfig config) {
            return existing.apply(config);
        }
    }
}
