package io.ndpair.bench.figure;

import java.util.List;

/**
 * Curves that belong to a report: percentiles, something over time, something over sizes.
 *
 * @param key what tools know it by
 * @param title what people read
 * @param x the horizontal axis
 * @param y the vertical one
 * @param lines the curves
 * @param marks moments worth seeing, such as faults; along x
 */
public record Chart(String key, String title, Axis x, Axis y, List<Line> lines, List<Mark> marks) {
    /** Most points of a line; a picture shows no more. */
    public static final int MOST_POINTS = 2_000;

    /**
     * An axis.
     *
     * @param name with the unit
     * @param isLog whether equal lengths are equal factors
     */
    public record Axis(String name, boolean isLog) {}

    /**
     * A curve.
     *
     * @param name in the legend
     * @param isLimit whether it is what the machine can do at best, or a peer, and not ours
     * @param points from left to right
     */
    public record Line(String name, boolean isLimit, List<Point> points) {
        /** Copies the points. */
        public Line {
            points = List.copyOf(points);
            if (points.size() > MOST_POINTS) {
                throw new IllegalArgumentException(name + " has " + points.size() + " points");
            }
        }
    }

    /** A point, in the units of the axes. */
    public record Point(double x, double y) {
        /** Checks that both are numbers. */
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("no point: " + x + ", " + y);
            }
        }
    }

    /** Something that happened from one place of the horizontal axis to another. */
    public record Mark(double from, double to, String text) {}

    /** Copies the lists. */
    public Chart {
        lines = List.copyOf(lines);
        marks = List.copyOf(marks);
    }
}
