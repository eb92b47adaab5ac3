package io.ndpair.store.journal;

import java.io.IOException;

/** The disk gives no room: it is full, over a quota, read-only or broken. The message says which. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    /** No room, for this reason. */
    public NoRoomException(String message, IOException cause) {
        super(message, cause);
    }
}
