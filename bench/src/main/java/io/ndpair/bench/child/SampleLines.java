package io.ndpair.bench.child;

import io.ndpair.bench.environment.Disturbance;
import java.io.PrintStream;

/** How a measuring process tells what it found: a line each on its standard output, fields separated by tabs. */
public final class SampleLines {
    private static final String NUMBER = "number";
    private static final String DISTURBANCE = "disturbance";
    private static final String FACT = "fact";
    private static final String WRONG = "wrong";
    private static final String TAB = "\t";

    private final PrintStream out;

    /** Tells it there. */
    public SampleLines(PrintStream out) {
        this.out = out;
    }

    /** A run's number. */
    public void number(String key, double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(key + " was measured as " + number);
        }
        line(NUMBER, key, Double.toString(number));
    }

    /** What else happened during a run of a key. */
    public void disturbance(String key, Disturbance found) {
        line(
                DISTURBANCE,
                key,
                Double.toString(found.stealPercent()),
                Double.toString(found.othersPercent()),
                Double.toString(found.switchesPerSecond()),
                Long.toString(found.preemptions()),
                Double.toString(found.jitterP99Us()),
                Double.toString(found.jitterMaxUs()));
    }

    /** Something worth knowing that is no number. */
    public void fact(String name, String text) {
        line(FACT, name, text);
    }

    /** A result that is wrong. */
    public void wrong(String what) {
        line(WRONG, what);
    }

    /** Wrong unless a number is as expected. */
    public void expect(String what, long expected, long found) {
        if (expected != found) {
            wrong(what + ": expected " + expected + ", found " + found);
        }
    }

    private void line(String... fields) {
        out.println(String.join(TAB, fields));
        out.flush();
    }

    /** Takes such a line in; false if it is none. */
    static boolean take(String line, Samples samples) {
        final String[] fields = line.split(TAB, -1);
        if (fields.length == 3 && fields[0].equals(NUMBER)) {
            samples.add(fields[1], Double.parseDouble(fields[2]));
        } else if (fields.length == 8 && fields[0].equals(DISTURBANCE)) {
            samples.disturbed(
                    fields[1],
                    new Disturbance(
                            Double.parseDouble(fields[2]),
                            Double.parseDouble(fields[3]),
                            Double.parseDouble(fields[4]),
                            Long.parseLong(fields[5]),
                            Double.parseDouble(fields[6]),
                            Double.parseDouble(fields[7])));
        } else if (fields.length == 3 && fields[0].equals(FACT)) {
            samples.fact(fields[1], fields[2]);
        } else if (fields.length == 2 && fields[0].equals(WRONG)) {
            samples.wrong(fields[1]);
        } else {
            return false;
        }
        return true;
    }
}
