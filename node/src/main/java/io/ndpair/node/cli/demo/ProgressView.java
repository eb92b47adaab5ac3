package io.ndpair.node.cli.demo;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far a step has come: one line that is written again and again on a terminal, and a line now and then where the output goes
 * into a file.
 */
final class ProgressView {
    private static final int BAR_CELLS = 28;
    private static final long PLAIN_INTERVAL_NS = 2_000_000_000L;
    private static final int LINE_CELLS = 100;

    private final PrintStream out;
    private final boolean isTerminal;
    private final long startedNs = System.nanoTime();
    private long lastPlainNs = startedNs - PLAIN_INTERVAL_NS;

    ProgressView(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    void say(String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", seconds(), text);
    }

    void show(String step, double part, String detail) {
        final String line = String.format(
                Locale.ROOT,
                "%6.1f s  %-14s %s %3d %%  %s",
                seconds(),
                step,
                bar(part),
                Math.round(part * 100),
                detail);
        if (isTerminal) {
            out.print('\r' + String.format("%-" + LINE_CELLS + "s", line));
            out.flush();
        } else if (System.nanoTime() - lastPlainNs >= PLAIN_INTERVAL_NS) {
            lastPlainNs = System.nanoTime();
            out.println(line);
        }
    }

    void done(String step, String detail) {
        final String line = String.format(Locale.ROOT, "%6.1f s  %-14s %s", seconds(), step, detail);
        out.println(isTerminal ? '\r' + String.format("%-" + LINE_CELLS + "s", line) : line);
    }

    private double seconds() {
        return (System.nanoTime() - startedNs) / 1e9;
    }

    private static String bar(double part) {
        final int full = (int) Math.round(Math.max(0, Math.min(1, part)) * BAR_CELLS);
        return "[" + "#".repeat(full) + ".".repeat(BAR_CELLS - full) + "]";
    }
}
