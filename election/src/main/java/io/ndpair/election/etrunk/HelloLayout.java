package io.ndpair.election.etrunk;

/**
 * Where the fields of a hello are; all numbers in network order. The page {@code docs/format/etrunk-hello.md} tells what they
 * mean and is right where the two differ.
 *
 * <pre>
 *  offset  size  field
 *  0       4     "NDET"
 *  4       1     version, 1
 *  5       1     authentication: 0 none, 1 HMAC-SHA-1, 2 HMAC-SHA-256, 3 HMAC-SHA-256 with a stretched key
 *  6       1     key id: 0 no key, 1 the key
 *  7       1     flags: 1 hears the peer, 2 sequence is checked, 4 leaving
 *  8       2     length of the whole datagram
 *  10      2     number of the E-Trunk
 *  12      1     priority
 *  13      1     state: 0 Init, 1 Backup, 2 Master
 *  14      2     hello period, 100 ms
 *  16      6     system id
 *  22      2     revert delay, s; 65535 = no revert
 *  24      4     fail-time, 100 ms
 *  28      4     0
 *  32      8     session
 *  40      8     sequence
 *  48      8     age of the session, ms
 *  56      8     challenge
 *  64      8     echo of the peer's challenge
 *  72      ...   TLVs: type (2), length of the value (2), value
 *  ...     0/20/32  authentication code over all before it
 *
 *  type 1, a member:   number (2), number of its counterpart (2), mode (1), state (1), flags (1): 1 up, 2 complete; 0 (1)
 *  type 2, LACP:       system id (6), priority (2)
 * </pre>
 */
final class HelloLayout {
    static final int MAGIC = 0x4e444554;
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int AUTHENTICATION_OFFSET = 5;
    static final int KEY_ID_OFFSET = 6;
    static final int FLAGS_OFFSET = 7;
    static final int LENGTH_OFFSET = 8;
    static final int TRUNK_OFFSET = 10;
    static final int PRIORITY_OFFSET = 12;
    static final int STATE_OFFSET = 13;
    static final int PERIOD_OFFSET = 14;
    static final int SYSTEM_ID_OFFSET = 16;
    static final int REVERT_OFFSET = 22;
    static final int FAIL_TIME_OFFSET = 24;
    static final int SESSION_OFFSET = 32;
    static final int SEQUENCE_OFFSET = 40;
    static final int AGE_OFFSET = 48;
    static final int CHALLENGE_OFFSET = 56;
    static final int ECHO_OFFSET = 64;
    static final int HEADER_BYTES = 72;

    static final int FLAG_HEARS_PEER = 1;
    static final int FLAG_SEQUENCE = 2;
    static final int FLAG_LEAVING = 4;

    static final int NO_REVERT = 0xffff;
    static final int KEY_ID = 1;

    static final int TLV_HEADER_BYTES = 4;
    static final int TLV_MEMBER = 1;
    static final int TLV_LACP = 2;
    static final int MEMBER_BYTES = 8;
    static final int LACP_BYTES = 8;
    static final int MEMBER_UP = 1;
    static final int MEMBER_COMPLETE = 2;

    /** The longest hello that is sent, and more than enough for what later versions may add. */
    static final int MAX_BYTES = 1400;

    private HelloLayout() {}
}
