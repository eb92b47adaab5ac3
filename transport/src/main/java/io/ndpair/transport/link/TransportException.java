package io.ndpair.transport.link;

import java.util.Objects;

/**
 * A transport cannot be opened or used. The message is one line that says what, where, what was seen and what was expected; it is
 * meant for operators.
 */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Category {
        /** It may work later without any change: try again. */
        RETRY,
        /** The device goes on without this link. */
        DEGRADED,
        /** The configuration or the surroundings must change first. */
        FATAL
    }

    /** What went wrong. */
    public enum Code {
        /** Another socket has the local address and port. */
        PORT_IN_USE,
        /** The local or peer address cannot be used on this machine. */
        ADDRESS,
        /** The driver's directory cannot be used, or the driver does not run. */
        DRIVER,
        /** A value of the configuration is out of its bounds. */
        CONFIG,
        /** The transport was closed, or died of an error that was reported before. */
        CLOSED
    }

    private final Category category;
    private final Code code;

    /**
     * An exception with a message for operators.
     *
     * @param category what the caller can do
     * @param code what went wrong
     * @param message one line
     */
    public TransportException(Category category, Code code, String message) {
        super(message);
        this.category = Objects.requireNonNull(category);
        this.code = Objects.requireNonNull(code);
    }

    /**
     * An exception with a message for operators and what caused it.
     *
     * @param category what the caller can do
     * @param code what went wrong
     * @param message one line
     * @param cause what the layer below threw
     */
    public TransportException(Category category, Code code, String message, Throwable cause) {
        super(message, cause);
        this.category = Objects.requireNonNull(category);
        this.code = Objects.requireNonNull(code);
    }

    /**
     * What the caller can do about it.
     *
     * @return the category
     */
    public Category category() {
        return category;
    }

    /**
     * What went wrong.
     *
     * @return the code
     */
    public Code code() {
        return code;
    }
}
