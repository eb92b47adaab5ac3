package io.ndpair.node.device;

/** A device could not start, or could not take on a configuration. The message is one line for an operator. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refused with this message. */
    public DeviceException(String message) {
        super(message);
    }

    /** Refused with this message, because of something below. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
