package io.ndpair.transport.link.aeron;

import java.util.Locale;

/** Reads from Aeron's errors, which tell it in words only, whether no way leads to a peer, and to which. */
final class PathErrors {
    private static final int MOST_CAUSES = 8;

    private PathErrors() {}

    /** One line on why nothing gets to a peer (ENETUNREACH, EHOSTUNREACH, a datagram that was not sent); null where the error says something else. */
    static String cause(Throwable error) {
        boolean isSend = false;
        String last = "";
        Throwable at = error;
        for (int i = 0; at != null && i < MOST_CAUSES; i++) {
            last = AeronTransport.firstLine(at);
            if (isUnreachable(last)) {
                return reason(last);
            }
            isSend |= last.contains("failed to send datagram");
            at = at.getCause();
        }
        return isSend ? last : null;
    }

    private static boolean isUnreachable(String line) {
        final String lower = line.toLowerCase(Locale.ROOT);
        return lower.contains("network is unreachable") || lower.contains("no route to host");
    }

    private static String reason(String line) {
        return line.toLowerCase(Locale.ROOT).contains("no route to host")
                ? "No route to host"
                : "Network is unreachable";
    }

    /** Whether the error names this destination: in a channel, or as the address that a datagram was for. */
    static boolean names(Throwable error, String endpoint) {
        Throwable at = error;
        for (int i = 0; at != null && i < MOST_CAUSES; i++) {
            final String text = String.valueOf(at.getMessage());
            if (isIn(text, "endpoint=" + endpoint) || isIn(text, "/" + endpoint)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static boolean isIn(String text, String name) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            final int end = at + name.length();
            if (end == text.length() || !Character.isDigit(text.charAt(end))) {
                return true;
            }
        }
        return false;
    }
}
