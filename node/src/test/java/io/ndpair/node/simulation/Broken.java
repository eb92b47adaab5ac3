package io.ndpair.node.simulation;

/** A promise was broken in a run. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    Broken(String what) {
        super(what);
    }

    Broken(String what, Throwable cause) {
        super(what, cause);
    }
}
