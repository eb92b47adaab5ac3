package io.ndpair.node.linux;

import com.sun.jna.Native;
import org.agrona.MutableDirectBuffer;

/**
 * The only door to native code of the node: the few calls of the C library that sockets need, by JNA's direct mapping.
 *
 * <p>Every method answers what the call answers, or the negated errno; none throws, blocks (all sockets are non-blocking) or
 * allocates. Memory is passed by address, so buffers must be direct; the callers own bounds. Thread safe.
 */
final class LibC {
    private LibC() {}

    /** What JNA binds; errno is kept per thread by JNA between the call and {@link Native#getLastError()}. */
    private static final class Calls {
        static {
            Native.register(Calls.class, "c");
        }

        static native int socket(int domain, int type, int protocol);

        static native int bind(int descriptor, long address, int addressLengthBytes);

        static native int setsockopt(int descriptor, int level, int name, long value, int valueLengthBytes);

        static native long send(int descriptor, long bytes, long lengthBytes, int flags);

        static native long recvfrom(
                int descriptor, long bytes, long lengthBytes, int flags, long address, long addressLength);

        static native long sendmsg(int descriptor, long header, int flags);

        static native long recvmsg(int descriptor, long header, int flags);

        static native int close(int descriptor);

        static native int clock_gettime(int clock, long time);

        static native int setsid();

        static native int mkfifo(String path, int mode);
    }

    /**
     * Why native calls are not possible here, or null: no JNA library for this machine, or a temporary directory from which
     * nothing may be executed.
     */
    static String unavailable() {
        try {
            final int descriptor = socket(LinuxConstants.AF_INET6, LinuxConstants.SOCK_DGRAM, 0);
            if (descriptor >= 0) {
                close(descriptor);
            }
            return null;
        } catch (final LinkageError e) {
            return "no native access: " + e.getMessage();
        }
    }

    static int socket(final int domain, final int type, final int protocol) {
        return (int) result(
                Calls.socket(domain, type | LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC, protocol));
    }

    static int bind(final int descriptor, final MutableDirectBuffer address, final int addressLengthBytes) {
        address.boundsCheck(0, addressLengthBytes);
        return (int) result(Calls.bind(descriptor, address.addressOffset(), addressLengthBytes));
    }

    static int setsockopt(
            final int descriptor,
            final int level,
            final int name,
            final MutableDirectBuffer value,
            final int valueLengthBytes) {
        value.boundsCheck(0, valueLengthBytes);
        return (int) result(Calls.setsockopt(descriptor, level, name, value.addressOffset(), valueLengthBytes));
    }

    static int send(final int descriptor, final MutableDirectBuffer bytes, final int lengthBytes) {
        bytes.boundsCheck(0, lengthBytes);
        return (int) result(Calls.send(descriptor, bytes.addressOffset(), lengthBytes, LinuxConstants.MSG_NOSIGNAL));
    }

    /**
     * Receives one datagram; the answer is its real length even where the buffer was too short for it.
     *
     * @param address filled with the sender's address; its first 4 bytes at {@code addressLengthOffset} hold its capacity.
     */
    static int recvfrom(
            final int descriptor,
            final MutableDirectBuffer bytes,
            final MutableDirectBuffer address,
            final int addressLengthOffset) {
        return (int) result(Calls.recvfrom(
                descriptor,
                bytes.addressOffset(),
                bytes.capacity(),
                LinuxConstants.MSG_TRUNC,
                address.addressOffset(),
                address.addressOffset() + addressLengthOffset));
    }

    static int sendmsg(final int descriptor, final MutableDirectBuffer header) {
        return (int) result(Calls.sendmsg(descriptor, header.addressOffset(), LinuxConstants.MSG_NOSIGNAL));
    }

    static int recvmsg(final int descriptor, final MutableDirectBuffer header) {
        return (int) result(Calls.recvmsg(descriptor, header.addressOffset(), 0));
    }

    static int close(final int descriptor) {
        return (int) result(Calls.close(descriptor));
    }

    /** Seconds and nanoseconds of a clock, as two longs; 0 or the negated errno. */
    static int clock_gettime(final int clock, final MutableDirectBuffer time, final int offset) {
        time.boundsCheck(offset, 2 * Long.BYTES);
        return (int) result(Calls.clock_gettime(clock, time.addressOffset() + offset));
    }

    /** Leaves the terminal and its signals; the new session, or the negated errno of a process that leads a group already. */
    static int newSession() {
        return (int) result(Calls.setsid());
    }

    /** Makes a FIFO; 0 or the negated errno. Allocates. */
    static int makeFifo(final String path, final int mode) {
        return (int) result(Calls.mkfifo(path, mode));
    }

    private static long result(final long answer) {
        return answer >= 0 ? answer : -Math.max(1, Native.getLastError());
    }
}
