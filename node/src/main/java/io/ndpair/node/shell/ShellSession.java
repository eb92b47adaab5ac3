package io.ndpair.node.shell;

import io.ndpair.node.config.ConfigException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operator at the command line: takes lines, gives text. Has a candidate configuration of its own; what other sessions
 * commit meanwhile is noticed at commit. Confined to one thread, the same that {@link DeviceAccess} is called on; does no
 * I/O itself. Lines come from outside and may be anything: what is wrong with one is answered, never thrown.
 *
 * <p>A long display does not come whole with the answer to its line: as long as {@link #hasMore()}, the rest is fetched by
 * {@link #more}, as fast as the reader takes it. A new line ends it.
 */
public final class ShellSession implements AutoCloseable {
    private static final String QUESTION =
            "Warning: Uncommitted configurations found, commit them before exiting? [Y(yes)/N(no)/C(cancel)]:";

    /** Longer answers are given bit by bit like long displays, so that a reader needs only a bounded buffer. */
    private static final int MAX_ANSWER_CHARS = 32 * 1024;

    private final CommandContext context;
    private final ShellGrammar grammar;
    private final boolean interactive;
    private Optional<CommandContext.Leaving> asked = Optional.empty();

    /**
     * Opens a session in the user view.
     *
     * @param device the device
     * @param grammar the commands, shared by all sessions
     * @param zone for the times in displays
     * @param interactive whether somebody is there to be asked; without, leaving with pending changes is an error
     */
    public ShellSession(DeviceAccess device, ShellGrammar grammar, ZoneId zone, boolean interactive) {
        context = new CommandContext(device, zone);
        this.grammar = grammar;
        this.interactive = interactive;
    }

    /**
     * Executes a line.
     *
     * @param line what was typed, without the end of line
     * @param out where the text of the command goes; that of an error does not, see {@link CommandError#render}
     * @return why the line was refused, or empty
     */
    public Optional<CommandError> submit(String line, StringBuilder out) {
        context.endDisplay();
        if (context.closed()) {
            return Optional.of(CommandError.of("The session is closed."));
        }
        final Optional<CommandError> error = asked.isPresent() ? answer(line) : execute(line);
        if (context.out().length() > MAX_ANSWER_CHARS) {
            context.display(new StoredDisplay(context.out().toString()));
        } else {
            out.append(context.out());
        }
        context.out().setLength(0);
        return error;
    }

    private Optional<CommandError> execute(String line) {
        final Optional<CommandError> malformed = Grammar.malformed(line);
        if (malformed.isPresent()) {
            return malformed;
        }
        final String text = line.strip();
        if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!') {
            // A lone # ends a block of a configuration, as the vendor prints it; with text behind it, it is a comment.
            if ("#".equals(line) && context.view().belowSystem()) {
                context.enter(View.SYSTEM, "");
            }
            return Optional.empty();
        }
        context.candidate().follow(context.device().runningConfig());
        context.leaveIfGone();
        if (text.endsWith("?")) {
            context.out().append(help(line.substring(0, line.lastIndexOf('?'))));
            return Optional.empty();
        }
        final Grammar.Reading reading = grammar.table().read(context.view(), line);
        if (reading instanceof Grammar.Refused refused) {
            return Optional.of(refused.error());
        }
        final Grammar.Understood understood = (Grammar.Understood) reading;
        final Optional<CommandError> error =
                attempt(() -> understood.command().action().run(context, understood.arguments()));
        context.leaveIfGone();
        return error.or(this::leave);
    }

    private interface Step {
        void run() throws CommandException, ApplyException;
    }

    private static Optional<CommandError> attempt(Step step) {
        try {
            step.run();
            return Optional.empty();
        } catch (CommandException e) {
            return Optional.of(CommandError.of(e.getMessage()));
        } catch (ApplyException | ConfigException e) {
            return Optional.of(CommandError.of(sentence(e.getMessage())));
        }
    }

    private static String sentence(String clause) {
        return clause.isEmpty()
                ? "Refused."
                : clause.substring(0, 1).toUpperCase(Locale.ROOT)
                        + clause.substring(1)
                        + (clause.endsWith(".") ? "" : ".");
    }

    /** Carries out the wish to leave the configuration, or asks first. */
    private Optional<CommandError> leave() {
        final Optional<CommandContext.Leaving> wish = context.takeLeaving();
        if (wish.isEmpty()) {
            return Optional.empty();
        }
        if (!context.candidate().changed()) {
            context.enter(View.USER, "");
            return Optional.empty();
        }
        if (!interactive) {
            return Optional.of(CommandError.of(
                    "Uncommitted configurations found; 'commit' or 'clear configuration candidate' is missing."));
        }
        asked = wish;
        return Optional.empty();
    }

    private Optional<CommandError> answer(String line) {
        switch (line.strip().toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> {
                asked = Optional.empty();
                final Optional<CommandError> error = attempt(context::commit);
                if (error.isEmpty()) {
                    context.enter(View.USER, "");
                }
                return error;
            }
            case "n", "no" -> {
                asked = Optional.empty();
                context.candidate().clear(context.device().runningConfig());
                context.enter(View.USER, "");
                return Optional.empty();
            }
            case "c", "cancel" -> {
                asked = Optional.empty();
                return Optional.empty();
            }
            default -> {
                return Optional.of(CommandError.of("Please answer Y, N or C."));
            }
        }
    }

    /** Whether a display has more to give. */
    public boolean hasMore() {
        return context.display().isPresent();
    }

    /**
     * Writes the next part of a long display.
     *
     * @param maxChars about how much
     */
    public void more(StringBuilder out, int maxChars) {
        context.display().ifPresent(display -> {
            if (!display.pour(out, maxChars)) {
                context.endDisplay();
            }
        });
    }

    /** Ends a long display in the middle. */
    public void interrupt() {
        context.endDisplay();
    }

    /** What stands before the next line: the prompt, or the question that is to be answered. */
    public String prompt() {
        if (asked.isPresent()) {
            return QUESTION;
        }
        final String name = context.device().runningConfig().name();
        if (context.view() == View.USER) {
            return "<" + name + ">";
        }
        final String suffix =
                switch (context.view()) {
                    case USER, SYSTEM -> "";
                    case INTERFACE -> "-" + context.object();
                    case SERVICE -> "-rm-backup-srv-" + context.object();
                    case PROFILE -> "-rm-backup-prf-" + context.object();
                    case ETRUNK -> "-e-trunk-" + context.object();
                    case SSL_POLICY -> "-ssl-policy-" + context.object();
                };
        return "[" + (context.candidate().changed() ? "*" : "~") + name + suffix + "]";
    }

    /** Whether the candidate has changes that are not committed. */
    public boolean hasUncommittedChanges() {
        return context.candidate().changed();
    }

    /** Whether the operator has left. */
    public boolean isClosed() {
        return context.closed();
    }

    /** What could stand after the beginning of a line, as {@code ?} shows it. */
    public String help(String line) {
        return asked.isPresent() ? "  Y\n  N\n  C\n" : new Help(grammar.table()).text(context.view(), line);
    }

    /** What the last word of the beginning of a line could become, whole words, at most a hundred. */
    public List<String> candidates(String line) {
        return asked.isPresent()
                ? List.of()
                : new Help(grammar.table()).candidates(context.view(), context.config(), line);
    }

    /** Reads the kind of a line without executing it; a configuration file may not hold every kind. */
    Optional<Command.Kind> kindOf(String line) {
        return grammar.table().read(context.view(), line) instanceof Grammar.Understood understood
                ? Optional.of(understood.command().kind())
                : Optional.empty();
    }

    boolean inUserView() {
        return context.view() == View.USER;
    }

    boolean inSystemView() {
        return context.view() == View.SYSTEM;
    }

    /** Ends a display that still runs and drops the candidate. */
    @Override
    public void close() {
        context.close();
    }
}
