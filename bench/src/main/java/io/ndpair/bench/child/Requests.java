package io.ndpair.bench.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The other end of a {@link Worker}: lines on standard input are carried out one by one and answered on standard output. One thread. */
public final class Requests {
    private final PrintStream answers;

    /** Carries a request out. */
    @FunctionalInterface
    public interface Handler {
        /**
         * One request.
         *
         * @param words of the line
         * @return numbers to answer, by name
         * @throws IOException if it cannot be done; the asker is told
         */
        Map<String, Long> carryOut(List<String> words) throws IOException;
    }

    /** From now on whatever else is written to standard output goes to standard error: it must not get between the answers. */
    public Requests() {
        answers = System.out;
        System.setOut(System.err);
    }

    /** Says that it has started, and carries out what comes until the asker ends. */
    public void serve(Handler handler) throws IOException {
        tell(Worker.OK, Map.of());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer(handler, List.of(line.split(" ", -1)));
            }
        }
    }

    private void answer(Handler handler, List<String> words) {
        try {
            tell(Worker.OK, handler.carryOut(words));
        } catch (final IOException | RuntimeException e) {
            e.printStackTrace();
            answers.println(Worker.ERROR + ' ' + e);
            answers.flush();
        }
    }

    /** Says something: a word and numbers. */
    public void tell(String word, Map<String, Long> numbers) {
        final StringBuilder line = new StringBuilder(word);
        numbers.forEach(
                (name, number) -> line.append(' ').append(name).append('=').append(number));
        answers.println(line);
        answers.flush();
    }
}
