package io.ndpair.bench.figure;

import java.util.Locale;

/** What is said of a figure that has a goal. */
public final class Verdict {
    private Verdict() {}

    /** What was found and what was wanted. */
    public static String judgement(Figure figure) {
        final Goal goal = figure.goal();
        final String bound = (goal.isAtMost() ? "goal <= " : "goal >= ") + ReportText.number(goal.bound());
        return goal.isRelative()
                ? ReportText.number(figure.ratio()) + " x " + goal.times() + ", " + bound
                : bound + " " + figure.unit();
    }

    /** By how much it is missed. */
    public static String missedBy(Figure figure) {
        return times(figure.goal().missedBy(figure.judged().getAsDouble()));
    }

    /** "missed by 1.20 x", "met, 3.00 x to spare". */
    public static String text(Figure figure) {
        if (figure.isMissed()) {
            return "missed by " + missedBy(figure);
        }
        final double part = figure.goal().missedBy(figure.judged().getAsDouble());
        return part > 0 && part != 1 ? "met, " + times(1 / part) + " to spare" : "met";
    }

    private static String times(double factor) {
        return String.format(Locale.ROOT, "%.2f x", factor);
    }
}
