package io.ndpair.node.admin;

import java.io.IOException;

/** The local socket could not be opened, reached or used. The message is one line for the operator. */
public final class AdminException extends IOException {
    private static final long serialVersionUID = 1L;

    AdminException(String message) {
        super(message);
    }

    AdminException(String message, Throwable cause) {
        super(message, cause);
    }
}
