package io.ndpair.node.admin;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Reads lines of which each has a greatest length, whatever stands in the input. */
final class BoundedLines {
    /** More than the device takes, so that the device is the one to refuse a long line; the rest of it is skipped. */
    static final int MAX_CHARS = 1024;

    private BoundedLines() {}

    static Optional<String> read(Reader in) throws IOException {
        final StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        while (c >= 0 && c != '\n') {
            if (line.length() < MAX_CHARS) {
                line.append((char) c);
            }
            c = in.read();
        }
        final int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return Optional.of(line.toString());
    }
}
