package io.ndpair.election;

/** An operation on the election that could not be done; the message is one line that says what, where and why. */
public final class ElectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Category {
        /** Trying again later may work. */
        RETRY,
        /** This one thing does not work; the rest goes on. */
        DEGRADED,
        /** Wrong use or configuration: trying again will not help. */
        FATAL
    }

    private final Category category;
    private final String code;

    public ElectionException(Category category, String code, String message) {
        super(message);
        this.category = category;
        this.code = code;
    }

    public ElectionException(Category category, String code, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
        this.code = code;
    }

    public Category category() {
        return category;
    }

    /** A short stable word for programs, such as {@code bind} or {@code queue-full}. */
    public String code() {
        return code;
    }
}
