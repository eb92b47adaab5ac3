package io.ndpair.node.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Says for displays what pages a table's memory is made of: the advice may be taken and yet not be followed, for lack of
 * memory in one piece or by the system's setting. Any thread; reads a file of the kernel's, so not for duty cycles.
 */
final class HugePageUse {
    private static final Path FIGURES = Path.of("/proc/self/smaps_rollup");
    private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final String FIELD = "AnonHugePages:";
    private static final long UNKNOWN = -1;

    private HugePageUse() {}

    /**
     * The words.
     *
     * @param plainReason why the pages are plain; empty if huge ones were advised with success
     * @param processBytes what {@link #processBytes} answers
     * @param setting what {@link #setting} answers
     */
    static String text(String plainReason, long processBytes, String setting) {
        if (!plainReason.isEmpty()) {
            return "plain pages: " + plainReason;
        }
        if (processBytes == UNKNOWN) {
            return "huge pages advised";
        }
        if (processBytes == 0) {
            return "plain pages: huge pages were advised and the system gave none"
                    + (setting.isEmpty() ? "" : ", its transparent_hugepage/enabled is " + setting);
        }
        return "huge pages advised, this process has " + (processBytes >>> 20) + " MiB of them";
    }

    /** Bytes of this process that are in huge pages; -1 where the system does not tell. */
    static long processBytes() {
        try {
            return bytes(Files.readAllLines(FIGURES, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** When the system gives huge pages: {@code always}, {@code madvise} or {@code never}; empty where it does not tell. */
    static String setting() {
        try {
            return chosen(Files.readString(SETTING, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return "";
        }
    }

    /** The one of several words that stands in brackets; empty if none does. */
    static String chosen(String words) {
        int from = words.indexOf('[');
        int to = words.indexOf(']', from + 1);
        return from < 0 || to < 0 ? "" : words.substring(from + 1, to);
    }

    static long bytes(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(FIELD) && line.endsWith(" kB")) {
                String number =
                        line.substring(FIELD.length(), line.length() - 3).trim();
                try {
                    return Long.parseLong(number) << 10;
                } catch (NumberFormatException e) {
                    return UNKNOWN;
                }
            }
        }
        return UNKNOWN;
    }
}
