package io.ndpair.node.shell;

/** A text that is there as a whole, poured out bit by bit. */
final class StoredDisplay implements LongDisplay {
    private final String text;
    private int given;

    StoredDisplay(String text) {
        this.text = text;
    }

    @Override
    public boolean pour(StringBuilder out, int maxChars) {
        final int end = Math.min(text.length(), given + maxChars);
        out.append(text, given, end);
        given = end;
        return given < text.length();
    }

    @Override
    public void close() {
        given = text.length();
    }
}
