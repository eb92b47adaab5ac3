package io.ndpair.bench.html;

/** Text between tags. */
final class Html {
    private Html() {}

    /** With what means something to a browser made harmless; also within quotes. */
    static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
