package io.ndpair.store.model;

/** A store cannot be opened or used. The message is one clear line: what, where, what was observed and expected. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Category {
        /** The same call may work later. */
        RETRY,
        /** Goes on with less than promised. */
        DEGRADED,
        /** An operator must act. */
        FATAL
    }

    /** What happened. */
    public enum Code {
        /** Another process, or this one, has the directory open. */
        DIRECTORY_IN_USE,
        /** The directory cannot be made, read or written. */
        DIRECTORY_UNUSABLE,
        /** The directory was written by a format that this version does not know. */
        FORMAT_UNKNOWN,
        /** Terms could not be reserved on disk. */
        TERMS_NOT_RESERVED,
        /** The JVM was started without a flag that is needed. */
        FLAGS_MISSING,
        /** What was at that moment cannot be told from what is kept. */
        HISTORY_NOT_HELD,
        /** What was at that moment is more than the question allows to hold in memory. */
        HISTORY_TOO_LARGE,
        /** The time for the question was up. */
        HISTORY_TIMEOUT,
        /** A link name is too long, empty, or there are too many. */
        LINK_REFUSED
    }

    private final Category category;
    private final Code code;

    public StoreException(Category category, Code code, String message) {
        super(message);
        this.category = category;
        this.code = code;
    }

    public StoreException(Category category, Code code, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
        this.code = code;
    }

    /** What can be done about it. */
    public Category category() {
        return category;
    }

    /** What happened. */
    public Code code() {
        return code;
    }
}
