package io.ndpair.node.linux;

/**
 * The kernel refuses what a device cannot do without: opening a socket, for instance. The message is one line for an operator.
 * Refusals of single entries or packets are never thrown but counted.
 */
public final class LinuxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kernel's error number, 0 when it is not the kernel that refused. */
    private final int errno;

    LinuxException(final int errno, final String message) {
        super(message);
        this.errno = errno;
    }

    /** The kernel's error number, 0 when it is not the kernel that refused. */
    public int errno() {
        return errno;
    }
}
