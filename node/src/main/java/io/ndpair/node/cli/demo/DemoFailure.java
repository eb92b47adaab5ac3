package io.ndpair.node.cli.demo;

/** The demo cannot go on; one message for the person before the terminal. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
