package io.ndpair.node.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code ./ndpair shell}: an operator's terminal. On a terminal that can edit lines there is history, Tab and {@code ?};
 * where there is none, lines are read as they come, for scripts that pipe commands in.
 */
public final class ShellClient {
    private ShellClient() {}

    /**
     * Serves the operator of this process's terminal until the session is over.
     *
     * @return exit status
     * @throws AdminException when the device cannot be reached or ends the session
     */
    public static int run(Path directory) throws AdminException {
        try (AdminClient client = AdminClient.connect(directory)) {
            final Optional<LineEditor> editor = LineEditor.open(client);
            if (editor.isPresent()) {
                try (LineEditor open = editor.get()) {
                    return open.run();
                }
            }
            return runPlain(client, System.in, System.out);
        }
    }

    /**
     * Feeds lines from a stream to a session and prints what comes back, each line after its prompt, so that the carets of
     * errors stand under what they mean.
     *
     * @return exit status: 1 when any line was refused
     * @throws AdminException when the device ends the session
     */
    static int runPlain(AdminClient client, InputStream in, PrintStream out) throws AdminException {
        final boolean[] failed = {false};
        final Consumer<String> print = text -> {
            out.print(text);
            out.flush();
        };
        final Consumer<String> printError = text -> {
            failed[0] = true;
            print.accept(text);
        };
        final BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        AdminClient.Answer answer = client.openShell(print, printError);
        try {
            while (answer.prompt().isPresent()) {
                print.accept(answer.prompt().get());
                final Optional<String> line = BoundedLines.read(lines);
                if (line.isEmpty()) {
                    print.accept("\n");
                    return failed[0] ? 1 : 0;
                }
                print.accept(line.get() + "\n");
                answer = client.line(line.get(), print, printError);
            }
            return failed[0] ? 1 : answer.status();
        } catch (AdminException e) {
            throw e;
        } catch (IOException e) {
            throw new AdminException("the input cannot be read: " + e.getMessage(), e);
        }
    }
}
