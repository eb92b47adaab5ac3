package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a page of docs/ prints after {@code <!-- block: NAME -->}, so that a test runs the very text that a reader copies. */
final class DocumentedBlock {
    private static final String FENCE = "```\n";

    private DocumentedBlock() {}

    static String of(final String page, final String name) throws IOException {
        final String text = Files.readString(docs().resolve(page));
        final String head = "<!-- block: " + name + " -->\n" + FENCE;
        final int at = text.indexOf(head);
        assertThat(at).as("block " + name + " of " + page).isNotNegative();
        final int begin = at + head.length();
        return text.substring(begin, text.indexOf(FENCE, begin));
    }

    /** The directory docs of the working copy. */
    static Path docs() {
        return Path.of("..", "docs").toAbsolutePath().normalize();
    }
}
