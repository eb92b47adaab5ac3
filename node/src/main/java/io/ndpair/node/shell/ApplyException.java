package io.ndpair.node.shell;

/**
 * The device could not do what it was asked for: take over a configuration, save it. The message is one line for the
 * operator. After a refused configuration the device runs the one it had.
 */
public final class ApplyException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line without a full stop at its end
     */
    public ApplyException(String message) {
        super(message);
    }
}
