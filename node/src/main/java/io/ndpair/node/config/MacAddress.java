package io.ndpair.node.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** MAC addresses as commands write them: H-H-H, each H one to four hexadecimal digits. */
public final class MacAddress {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F]{1,4})-([0-9a-fA-F]{1,4})-([0-9a-fA-F]{1,4})");
    private static final long ALL_ONES = 0xffff_ffff_ffffL;

    private MacAddress() {}

    /** Whether the text is one, neither all zeros nor all ones. */
    public static boolean isSystemId(String text) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        final long value = parse(text);
        return value != 0 && value != ALL_ONES;
    }

    /** The value of a text of the form. */
    public static long parse(String text) {
        long value = 0;
        for (final String part : text.split("-", -1)) {
            value = (value << Short.SIZE) | Integer.parseInt(part, 16);
        }
        return value;
    }

    /** The form of a value. */
    public static String text(long value) {
        return String.format(
                Locale.ROOT, "%04x-%04x-%04x", value >>> 32 & 0xffff, value >>> 16 & 0xffff, value & 0xffff);
    }
}
