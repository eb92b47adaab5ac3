package io.ndpair.node.linux;

/** The errors of the kernel that mean something to us, and their text for people. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EMSGSIZE = 90;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETDOWN = 100;
    static final int ENETUNREACH = 101;
    static final int ENOBUFS = 105;
    static final int EHOSTUNREACH = 113;

    /** One more than the greatest errno of Linux: the size of arrays of counters by errno. */
    static final int LIMIT = 134;

    private Errno() {}

    static String text(final int errno) {
        return switch (errno) {
            case EPERM, EACCES -> "no permission (needs root or CAP_NET_ADMIN and CAP_NET_RAW)";
            case ENOENT, ESRCH -> "no such entry";
            case ENXIO, ENODEV -> "no such interface";
            case ENOMEM -> "out of memory";
            case EBUSY -> "busy";
            case EEXIST -> "exists already";
            case EINVAL -> "refused as invalid";
            case EAFNOSUPPORT -> "no IPv6 on this machine";
            case EADDRINUSE -> "address in use";
            case EADDRNOTAVAIL -> "no such address on the interface";
            case ENETDOWN -> "interface down";
            case ENETUNREACH, EHOSTUNREACH -> "unreachable";
            case ENOBUFS -> "no room in the kernel's table (see net.ipv6.neigh.default.gc_thresh3)";
            default -> "errno " + errno;
        };
    }
}
